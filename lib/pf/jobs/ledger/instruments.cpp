#include "pf/jobs/ledger/instruments.hpp"

#include "pf/base/error.hpp"
#include "pf/base/name.hpp"
#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/books/multipliers.hpp"
#include "pf/jobs/books/price_positions.hpp"
#include "pf/jobs/ledger/instrument_words.hpp"
#include "pf/report/instruments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

namespace pf::jobs {

namespace {

constexpr std::size_t longest_ticker = 50; // characters

void refuse_unless_ticker(std::string const& word)
{
    if (!base::is_name(word, longest_ticker)) {
        throw Error{ExitCode::usage,
                    fmt::format("{} is not a ticker", base::quoted(word)),
                    {},
                    "a ticker has at most 50 characters and no control characters"};
    }
}

/// Prices that came in under a name are the instrument's: its accounts are worth another amount now.
void take_prices(db::Database& database, std::string const& name, std::string const& ticker)
{
    if (db::InstrumentStore{database}.copy_prices(name, ticker) > 0) {
        revalue(database, ticker);
    }
}

/// Amounts that are in the books stay what they are, and the multiplier of an instrument is that of all of them.
std::optional<Problem> problem_of_multiplier(db::Database& database, std::string const& ticker, Decimal before,
                                             Decimal after)
{
    auto const booked = before == after ? std::nullopt : booked_with(database, ticker, before, after);
    if (!booked) {
        return std::nullopt;
    }
    return Problem{
        fmt::format("is not what {} was booked with: {}", ticker, told(database, *booked)),
        "'pf-ledger edit' mends the amount (total=…); of many, 'pf-import undo' what booked them, and import "
        "it again with the column multiplier"};
}

/// Why an ISIN cannot be that of the ticker; nothing, when it can.
std::optional<Problem> problem_of_isin(db::Database& database, std::string const& isin, std::string const& ticker)
{
    auto const names = db::InstrumentStore{database}.resolver();
    auto const& owner = names.ticker_of(isin);
    if (owner == ticker) {
        return std::nullopt;
    }
    if (owner != isin) {
        return Problem{fmt::format("is a name of {}", owner),
                       fmt::format("'pf-ledger instruments merge {} {}' makes one instrument of both; 'pf-ledger "
                                   "instruments unalias {}' takes it from {}",
                                   owner, ticker, isin, owner)};
    }
    if (names.knows(isin)) {
        return Problem{"is an instrument of its own in the books",
                       fmt::format("'pf-ledger instruments merge {} {}' makes one instrument of both", isin, ticker)};
    }
    return std::nullopt;
}

/// The ticker itself, not another name of one.
std::optional<Problem> problem_of_ticker(db::Database& database, std::string const& ticker)
{
    auto const owner = db::InstrumentStore{database}.resolver().ticker_of(ticker);
    return owner == ticker
               ? std::nullopt
               : std::optional{Problem{fmt::format("is a name of {}", owner), fmt::format("set {} instead", owner)}};
}

using Fault = std::pair<std::string, Problem>; ///< of a column

/// \return  what is wrong; else the instrument is stored
std::optional<Fault> store_values(db::Database& database, std::string const& ticker,
                                  std::map<std::string, std::string> const& values, bool& has_changed)
{
    db::InstrumentStore store{database};
    if (auto problem = problem_of_ticker(database, ticker)) {
        return Fault{"ticker", *std::move(problem)};
    }
    auto const before = store.find(ticker);
    auto details = before.value_or(model::InstrumentDetails{});
    details.ticker = ticker;
    details.import_id.reset();
    if (auto fault = set_values(details, values)) {
        return fault;
    }
    if (values.contains("isin") && !details.isin.empty()) {
        if (auto problem = problem_of_isin(database, details.isin, ticker)) {
            return Fault{"isin", *std::move(problem)};
        }
        if (details.isin != ticker) {
            store.put(model::InstrumentName{details.isin, ticker, {}});
            take_prices(database, details.isin, ticker);
        }
    }
    auto const multiplier_before = before ? before->multiplier.value_or(Decimal(1)) : Decimal(1);
    auto const multiplier = details.multiplier.value_or(Decimal(1));
    if (auto problem = problem_of_multiplier(database, ticker, multiplier_before, multiplier)) {
        return Fault{"multiplier", *std::move(problem)};
    }
    has_changed = !before || !(*before == details);
    store.put(details);
    if (multiplier != multiplier_before) {
        revalue(database, ticker);
    }
    return std::nullopt;
}

/// Worth a word, when it may be a mistyped one.
std::string told_of(db::Database& database, std::string const& ticker)
{
    auto tickers = db::InstrumentStore{database}.tickers();
    if (!db::InstrumentStore{database}.instruments_of(ticker).empty()) {
        return {};
    }
    tickers.erase(ticker);
    auto const nearest = base::nearest(ticker, {tickers.begin(), tickers.end()});
    return "; no transaction is of it yet" + (nearest ? fmt::format(": did you mean {}?", *nearest) : "");
}

/// The rows of a file with a header, by column.
class ValueFile {
public:
    explicit ValueFile(std::string const& file)
        : m_reader(file == "-" ? csv::Source::from_descriptor(0, "standard input") : csv::Source::open_file(file), {})
    {
        csv::Row row;
        if (!m_reader.next(row)) {
            throw Error{ExitCode::bad_data, "is empty", m_reader.name(), "its first line names the columns"};
        }
        for (auto const& field : row.fields) {
            m_columns.emplace_back(base::trimmed(field));
            refuse_unless_column(m_columns.back());
        }
        if (std::ranges::count(m_columns, "ticker") != 1) {
            throw Error{ExitCode::bad_data, "has no column ticker", m_reader.name(), known_columns()};
        }
    }

    [[nodiscard]] std::string const& name() const { return m_reader.name(); }

    /// \return  false at the end; a row that has more or fewer fields than columns is `is_uneven`
    bool next(std::map<std::string, std::string>& values, std::int64_t& line, bool& is_uneven)
    {
        csv::Row row;
        if (!m_reader.next(row)) {
            return false;
        }
        line = row.line;
        is_uneven = row.fields.size() != m_columns.size();
        values.clear();
        for (std::size_t i = 0; !is_uneven && i < m_columns.size(); ++i) {
            values.emplace(m_columns[i], base::trimmed(row.fields[i]));
        }
        return true;
    }

private:
    static std::string known_columns() { return "columns: ticker, " + base::join(instrument_columns(), ", "); }

    void refuse_unless_column(std::string const& column) const
    {
        auto const& known = instrument_columns();
        if (column != "ticker" && std::ranges::find(known, column) == known.end()) {
            throw Error{ExitCode::bad_data, fmt::format("has the unknown column {}", base::quoted(column)),
                        m_reader.name(), known_columns()};
        }
        if (std::ranges::count(m_columns, column) > 1) {
            throw Error{ExitCode::bad_data, fmt::format("has the column {} twice", base::quoted(column)),
                        m_reader.name(), "leave one of them"};
        }
    }

    csv::Reader m_reader;
    std::vector<std::string> m_columns;
};

/// What an empty field of a file says is nothing.
std::map<std::string, std::string> given_of(std::map<std::string, std::string> values)
{
    std::erase_if(values, [](auto const& value) { return value.second.empty(); });
    values.erase("ticker");
    return values;
}

/// \return  what is wrong with the row
std::optional<std::string> store_row(db::Database& database, std::map<std::string, std::string> const& values,
                                     bool& has_changed)
{
    auto const& ticker = values.at("ticker");
    if (!base::is_name(ticker, longest_ticker)) {
        return fmt::format("ticker {} is not a ticker", base::quoted(ticker));
    }
    auto const fault = store_values(database, ticker, given_of(values), has_changed);
    if (!fault) {
        return std::nullopt;
    }
    auto const& [column, problem] = *fault;
    return fmt::format("{} {} {} ({})", column, base::quoted(values.at(column)), problem.message, problem.hint);
}

/// Asset type and currency are those of its transactions where nobody says otherwise.
std::map<std::string, report::InstrumentRow> rows_by_ticker(db::Database& database)
{
    std::map<std::string, report::InstrumentRow> rows;
    for (auto& details : db::InstrumentStore{database}.list()) {
        rows[details.ticker].details = details;
    }
    std::vector<std::int64_t> accounts;
    std::ranges::transform(db::AccountStore{database}.list(), std::back_inserter(accounts), &model::Account::id);
    for (auto const& position : db::PositionStore{database}.list(accounts)) {
        auto& details = rows[position.ticker].details;
        details.ticker = position.ticker;
        details.asset_type = details.asset_type.value_or(position.asset_type);
        details.currency = details.currency.is_none() ? position.currency : details.currency;
    }
    return rows;
}

} // namespace

cli::Outcome list_instruments(db::Database& database, cli::Common const& common, std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    auto rows = rows_by_ticker(database);
    for (auto const& name : db::InstrumentStore{database}.names()) {
        auto& row = rows[name.ticker];
        row.details.ticker = name.ticker;
        if (name.name != row.details.isin) {
            row.names.push_back(name.name);
        }
    }
    std::vector<report::InstrumentRow> instruments;
    for (auto& [ticker, row] : rows) {
        instruments.push_back(std::move(row));
    }
    report::write_instruments(out, instruments, common.output);
    return cli::Outcome::ok();
}

void check_words_of_set(InstrumentWords const& words)
{
    refuse_unless_ticker(words.ticker);
    if (words.values.empty()) {
        throw Error{ExitCode::usage, "nothing is to be set", "pf-ledger instruments set",
                    "give --name, --isin, --asset-type, --currency, --multiplier, --exchange, --underlying, --expiry, "
                    "--strike, --right, --price-source or --tag"};
    }
}

void check_words_of_alias(InstrumentWords const& words)
{
    refuse_unless_ticker(words.other);
    refuse_unless_ticker(words.ticker);
}

cli::Outcome set_instrument(db::Database& database, InstrumentWords const& words)
{
    db::Atomic atomic{database};
    db::InstrumentStore{database}.hold(db::InstrumentStore::Hold::for_change);
    bool has_changed = false;
    if (auto const fault = store_values(database, words.ticker, words.values, has_changed)) {
        auto const& [column, problem] = *fault;
        auto const& value = column == "ticker" ? words.ticker : words.values.at(column);
        throw Error{ExitCode::bad_data, fmt::format("{} {}", base::quoted(value), problem.message), column,
                    problem.hint};
    }
    auto const more = told_of(database, words.ticker);
    atomic.end(words.dry_run);
    return cli::Outcome::ok(has_changed
                                ? fmt::format("instrument {} {}{}", base::quoted(words.ticker),
                                              words.dry_run ? "would be set" : "was set", more)
                                : fmt::format("instrument {} is like that already", base::quoted(words.ticker)));
}

cli::Outcome import_instruments(db::Database& database, InstrumentWords const& words)
{
    ValueFile file{words.file};
    db::Atomic atomic{database};
    db::InstrumentStore{database}.hold(db::InstrumentStore::Hold::for_change);
    std::map<std::string, std::string> values;
    std::vector<std::string> problems;
    std::int64_t line = 0;
    std::int64_t changed = 0;
    std::int64_t rows = 0;
    bool is_uneven = false;
    while (file.next(values, line, is_uneven)) {
        bool has_changed = false;
        auto const problem = is_uneven ? std::optional<std::string>{"has another number of fields than the header"}
                                       : store_row(database, values, has_changed);
        if (problem) {
            problems.push_back(fmt::format("{}:{}: {}", file.name(), line, *problem));
        }
        ++rows;
        changed += has_changed ? 1 : 0;
    }
    if (!problems.empty()) {
        auto const first = problems.front();
        problems.erase(problems.begin());
        throw Error{ExitCode::bad_data, first, {}, "nothing was changed; mend the file", std::move(problems)};
    }
    atomic.end(words.dry_run);
    return cli::Outcome::ok(
        fmt::format("{} of {} instruments {}", changed, rows, words.dry_run ? "would be set" : "were set"));
}

cli::Outcome add_alias(db::Database& database, InstrumentWords const& words)
{
    db::Atomic atomic{database};
    db::InstrumentStore store{database};
    store.hold(db::InstrumentStore::Hold::for_change);
    auto const names = store.resolver();
    auto const ticker = names.ticker_of(words.ticker);
    auto const& owner = names.ticker_of(words.other);
    if (words.other == ticker) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is a name of {} already", words.ticker, ticker),
                    {},
                    "a ticker needs no name for itself; 'rename' gives it another one"};
    }
    if (owner == ticker) {
        return cli::Outcome::ok(fmt::format("{} is a name of {} already", words.other, ticker));
    }
    if (owner != words.other) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is a name of {} already", words.other, owner),
                    {},
                    fmt::format("'pf-ledger instruments unalias {}' first", words.other)};
    }
    if (names.knows(words.other)) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is an instrument of its own in the books", words.other),
                    {},
                    fmt::format("'pf-ledger instruments merge {} {}' makes one of both", words.other, ticker)};
    }
    if (!store.find(ticker)) {
        model::InstrumentDetails details;
        details.ticker = ticker;
        store.put(details);
    }
    store.put(model::InstrumentName{words.other, ticker, {}});
    take_prices(database, words.other, ticker);
    auto const more = told_of(database, ticker);
    atomic.end(words.dry_run);
    return cli::Outcome::ok(
        fmt::format("{} {} a name of {}{}", words.other, words.dry_run ? "would be" : "is now", ticker, more));
}

} // namespace pf::jobs
