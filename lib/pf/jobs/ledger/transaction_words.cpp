#include "pf/jobs/ledger/transaction_words.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/money/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace pf::jobs {

namespace {

/// What an amount after the type is of these: money, where others move units.
constexpr std::array money_types{"DIVIDEND", "INTEREST",   "DEPOSIT",    "WITHDRAWAL", "FEE",
                                 "TAX",      "TAX_REFUND", "FEE_REFUND", "EXCHANGE"};

/// What the goal of these is: units of another instrument, where others go to money or to an account.
constexpr std::array conversion_types{"MERGER", "SPINOFF", "EXERCISE", "ASSIGNMENT"};

bool is_among(auto const& types, CanonicalRow const& row)
{
    auto const type = row.find("type");
    return type != row.end() && std::ranges::find(types, type->second) != types.end();
}

bool begins_number(std::string_view word)
{
    return !word.empty() && ((word[0] >= '0' && word[0] <= '9') || word[0] == '.' || word[0] == '-');
}

bool is_assignment(std::string const& word)
{
    auto const& columns = canonical_columns();
    return std::ranges::find(columns, word.substr(0, word.find('='))) != columns.end() &&
           word.find('=') != std::string::npos;
}

std::optional<Decimal> number_in(CanonicalRow const& row, std::string const& column)
{
    auto const text = row.find(column);
    if (text == row.end()) {
        return std::nullopt;
    }
    auto const parsed = money::parse_decimal(text->second);
    return parsed ? std::optional{parsed->value} : std::nullopt;
}

/// Of what the price is: an option's exercise pays for the units that it was a right to.
std::string priced_units(CanonicalRow const& row)
{
    return row.contains("right") ? "to_quantity" : "quantity";
}

/// Is the amount what quantity, price and multiplier say, exactly or to the currency's minor unit?
bool follows_from_price(CanonicalRow const& row)
{
    auto const quantity = number_in(row, priced_units(row));
    auto const price = number_in(row, "price");
    auto const total = number_in(row, "total");
    auto const currency = row.find("currency");
    if (!quantity || !price || !total || currency == row.end()) {
        return false;
    }
    auto const units =
        money::multiply(*quantity, number_in(row, "multiplier").value_or(Decimal(1)), Rounding::half_even);
    auto const product = money::multiply(units, *price, Rounding::half_even);
    auto const digits = Currency{currency->second}.minor_digits();
    return *total == product || *total == product.rounded(digits, Rounding::half_even);
}

void assign(CanonicalRow& row, std::string const& word)
{
    auto const equals = word.find('=');
    row[word.substr(0, equals)] = word.substr(equals + 1);
}

/// Reads the words one after the other.
class WordReader {
public:
    explicit WordReader(std::vector<std::string> const& words) : m_words(words) {}

    CanonicalRow read()
    {
        if (!m_words.empty() && !is_assignment(m_words.front())) {
            m_row["type"] = base::to_upper(take("type"));
        }
        while (m_next < m_words.size()) {
            read_one(take("word"));
        }
        return std::move(m_row);
    }

private:
    void read_one(std::string const& word)
    {
        if (is_assignment(word)) {
            assign(m_row, word);
        } else if (word == "@" || word.starts_with('@')) {
            read_amount("price", word == "@" ? take("price") : word.substr(1));
        } else if (begins_number(word)) {
            read_number(word);
        } else if (word == "for") {
            read_amount("total", take("total"));
        } else if (word == "to") {
            read_goal(take("account, amount or units to go to"));
        } else {
            read_named(word);
        }
    }

    /// A word that says which column comes next.
    void read_named(std::string const& word)
    {
        static std::map<std::string, std::string> const columns{
            {"fee", "fee"},      {"on", "date"},          {"at", "date"},  {"of", "ticker"},
            {"from", "account"}, {"note", "description"}, {"lots", "lots"}};
        auto const column = columns.find(base::to_lower(word));
        if (column == columns.end()) {
            throw Error{ExitCode::usage,
                        fmt::format("{} has no meaning here", base::quoted(word)),
                        {},
                        "write it as: buy 10 VWCE @ 94.42 EUR fee 0.40 on 2023-01-10"};
        }
        set(column->second, take(column->second));
        if (column->second == "fee") {
            read_currency();
        }
    }

    void read_number(std::string const& number)
    {
        if (number.find(':') != std::string::npos) {
            set("split", number);
            set("ticker", take("ticker"));
        } else if (is_among(money_types, m_row) || moves_money()) {
            read_amount("total", number);
        } else {
            set("quantity", number);
            set("ticker", take("ticker"));
        }
    }

    /// A transfer of 100 EUR is one of money, as long as no instrument is called like a currency.
    [[nodiscard]] bool moves_money() const
    {
        auto const type = m_row.find("type");
        if (type == m_row.end() || type->second != "TRANSFER" || m_next == m_words.size()) {
            return false;
        }
        auto const currency = Currency::parse(m_words[m_next]);
        return currency && currency->is_national();
    }

    void read_goal(std::string const& word)
    {
        if (begins_number(word) && is_among(conversion_types, m_row)) {
            set("to_quantity", word);
            set("to_ticker", take("ticker"));
        } else if (begins_number(word)) {
            set("to_total", word);
            set("to_currency", take("currency"));
        } else {
            set("to_account", word);
        }
    }

    void read_amount(std::string const& column, std::string const& number)
    {
        set(column, number);
        read_currency();
    }

    /// The amounts of a row are of one currency, which need not be said again.
    void read_currency()
    {
        if (m_next == m_words.size() || !Currency::parse(m_words[m_next])) {
            return;
        }
        auto const currency = take("currency");
        auto const [known, is_new] = m_row.try_emplace("currency", currency);
        if (!is_new && known->second != currency) {
            throw Error{ExitCode::usage,
                        fmt::format("amounts are in {} and in {}", known->second, currency),
                        {},
                        "give them in one currency; an exchange of money is a transaction of its own"};
        }
    }

    void set(std::string const& column, std::string const& value)
    {
        if (!m_row.try_emplace(column, value).second) {
            throw Error{ExitCode::usage, fmt::format("{} is given twice", column), {}, "give it once"};
        }
    }

    std::string const& take(std::string_view what)
    {
        if (m_next == m_words.size()) {
            throw Error{ExitCode::usage, fmt::format("the {} is missing behind {}", what,
                                                     base::quoted(m_words.empty() ? "" : m_words.back()))};
        }
        return m_words[m_next++];
    }

    std::vector<std::string> const& m_words;
    std::size_t m_next = 0;
    CanonicalRow m_row;
};

} // namespace

CanonicalRow row_of_words(std::vector<std::string> const& words)
{
    return WordReader{words}.read();
}

CanonicalRow changed_row(CanonicalRow const& before, std::vector<std::string> const& assignments)
{
    auto row = before;
    for (auto const& word : assignments) {
        if (!is_assignment(word)) {
            throw Error{ExitCode::usage,
                        fmt::format("{} is no column=value", base::quoted(word)),
                        {},
                        fmt::format("columns are {}", base::join(canonical_columns(), ", "))};
        }
        assign(row, word);
    }
    std::erase_if(row, [](auto const& field) { return field.second.empty(); });
    auto const is_same = [&](std::string const& column) { return number_in(row, column) == number_in(before, column); };
    bool const is_same_product = is_same(priced_units(before)) && is_same("price") && is_same("multiplier");
    if (is_same("total") && !is_same_product && follows_from_price(before)) {
        row.erase("total");
    }
    return row;
}

} // namespace pf::jobs
