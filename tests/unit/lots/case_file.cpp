#include "case_file.hpp"

#include "pf/base/text.hpp"

#include "support/source_dir.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace pf::lots::test {
namespace {

using Json = nlohmann::json;
using model::TransactionType;

Decimal product(std::string const& left, std::string const& right)
{
    return money::multiply(dec(left), dec(right), Rounding::half_even);
}

Decimal gross(Json const& row)
{
    if (row.contains("gross")) {
        return dec(row.at("gross").get<std::string>());
    }
    auto const contract = product(text_of(row, "price", "0"), text_of(row, "multiplier", "1"));
    return money::multiply(dec(text_of(row, "quantity", "0")), contract, Rounding::half_even);
}

/// Types that are one row of ours.
TransactionType type_of(std::string const& type)
{
    static std::map<std::string, TransactionType> const types{
        {"buy", TransactionType::buy},
        {"option_buy", TransactionType::buy},
        {"sell", TransactionType::sell},
        {"split", TransactionType::split},
        {"transfer_in", TransactionType::transfer_in},
        {"transfer_out", TransactionType::transfer_out},
        {"fee_in_asset", TransactionType::fee},
        {"return_of_capital", TransactionType::return_of_capital},
        {"notional_distribution", TransactionType::notional_distribution},
    };
    return types.at(type);
}

/// Turns the rows of a case into ours.
class Reader {
public:
    explicit Reader(Case& example) : m_case(example) {}

    void add(Json const& row)
    {
        ++m_line;
        m_row = &row;
        auto const type = row.at("type").get<std::string>();
        if (type == "transfer") {
            transfer();
        } else if (type == "spin_off") {
            push(conversion(TransactionType::convert_out, ticker(), other_ticker(), "0")).cost_share =
                dec(row.at("cost_proportion").get<std::string>());
            push(conversion(TransactionType::convert_in, other_ticker(), ticker(), text("quantity")));
        } else if (type == "rename") {
            rename();
        } else if (type == "option_exercise") {
            exercise();
        } else if (type == "stock_dividend") {
            stock_dividend();
        } else {
            push(plain(type_of(type)));
        }
    }

private:
    [[nodiscard]] std::string text(char const* key) const { return text_of(*m_row, key, "0"); }
    [[nodiscard]] std::string ticker() const { return m_row->at("ticker").get<std::string>(); }
    [[nodiscard]] std::string other_ticker() const
    {
        return m_row->at(m_row->contains("to_ticker") ? "to_ticker" : "underlying").get<std::string>();
    }

    [[nodiscard]] Event plain(TransactionType type) const
    {
        auto const fee = type == TransactionType::split ? "0" : text("fee");
        auto event = row(type, m_row->at("date").get<std::string>(), text("quantity"), gross(*m_row).to_text(), fee);
        event.transaction.ticker = ticker();
        if (m_row->contains("lot")) { // what a purchase is called is what a sale takes
            auto const lot = text("lot");
            auto& name = type == TransactionType::sell ? event.transaction.lots : event.transaction.external_id;
            name = type == TransactionType::sell ? "id:" + lot + ":" + text("quantity") : lot;
        }
        if (m_row->contains("ratio")) {
            auto const ratio = base::split(text("ratio"), '/'); // new for old
            event.transaction.split_numerator = std::stoll(std::string{ratio.at(0)});
            event.transaction.split_denominator = ratio.size() > 1 ? std::stoll(std::string{ratio[1]}) : 1;
        }
        return event;
    }

    [[nodiscard]] Event conversion(TransactionType type, std::string const& from, std::string const& to,
                                   std::string const& quantity) const
    {
        auto event = row(type, m_row->at("date").get<std::string>(), quantity, std::nullopt);
        event.transaction.ticker = from;
        event.transaction.counter_ticker = to;
        return event;
    }

    std::int64_t account(char const* key)
    {
        bool const are_apart = text_of(m_case.json, "scope", "global") == "account";
        auto const name = are_apart ? text_of(*m_row, key, "") : "";
        auto const next = static_cast<std::int64_t>(m_case.accounts.size()) + 1;
        return m_case.accounts.try_emplace(name, next).first->second;
    }

    model::Transaction& push(Event event)
    {
        auto& transaction = event.transaction;
        transaction.account_id = account("account");
        transaction.currency = Currency{m_row->at("currency").get<std::string>()};
        transaction.line_no = m_line;
        transaction.id = ++m_id;
        transaction.fingerprint.back() = static_cast<std::byte>(m_id);
        if (m_case.json.contains("fx_to_base")) {
            event.rate_to_base = dec(m_case.json.at("fx_to_base").at(text("date")).get<std::string>());
        }
        m_case.tickers.insert(transaction.ticker);
        m_held[transaction.ticker] +=
            transaction.type == TransactionType::sell ? -transaction.quantity : transaction.quantity;
        m_case.events.push_back(std::move(event));
        return m_case.events.back().transaction;
    }

    void transfer()
    {
        auto const to = account("to_account");
        auto const from = account("account");
        if (from == to) {
            return;
        }
        push(plain(TransactionType::transfer_out)).counter_account_id = to;
        auto& in = push(plain(TransactionType::transfer_in));
        in.account_id = to;
        in.counter_account_id = from;
        in.fee = Decimal{};
    }

    void rename()
    {
        auto const all = m_held[ticker()].to_text();
        push(conversion(TransactionType::convert_out, ticker(), other_ticker(), all));
        push(conversion(TransactionType::convert_in, other_ticker(), ticker(), all));
    }

    /// Every right of the case is for a hundred units.
    void exercise()
    {
        auto const units = product(text("quantity"), "100");
        push(conversion(TransactionType::convert_out, ticker(), other_ticker(), text("quantity")));
        push(conversion(TransactionType::convert_in, other_ticker(), ticker(), units.to_text())).total_amount =
            product(units.to_text(), text("strike"));
    }

    /// The fraction of a unit that is paid in cash comes and is sold.
    void stock_dividend()
    {
        auto& split = push(plain(TransactionType::split));
        split.total_amount.reset();
        auto sale = plain(TransactionType::sell);
        sale.transaction.total_amount = dec(text("cash_in_lieu"));
        push(sale);
    }

    Case& m_case;
    Json const* m_row = nullptr;
    std::int64_t m_line = 0;
    std::int64_t m_id = 0;
    std::map<std::string, Decimal> m_held;
};

Case read_case(std::filesystem::path const& path)
{
    Case result;
    std::ifstream file{path};
    result.json = Json::parse(file);
    Reader reader{result};
    for (auto const& row : result.json.at("transactions")) {
        reader.add(row);
    }
    std::stable_sort(result.events.begin(), result.events.end(), [](Event const& left, Event const& right) {
        return model::booking_order(left.transaction, right.transaction) < 0;
    });
    return result;
}

} // namespace

std::string text_of(Json const& object, char const* key, char const* otherwise)
{
    return object.contains(key) ? object.at(key).get<std::string>() : otherwise;
}

std::vector<Case> cases_in(std::string const& folder)
{
    std::vector<Case> cases;
    for (auto const& entry : std::filesystem::directory_iterator{pf::test::source_dir() + "/tests/" + folder}) {
        cases.push_back(read_case(entry.path()));
    }
    std::ranges::sort(cases, {}, [](Case const& example) { return example.json.at("id").get<std::string>(); });
    return cases;
}

std::vector<Case> all_cases()
{
    return cases_in("cases");
}

} // namespace pf::lots::test
