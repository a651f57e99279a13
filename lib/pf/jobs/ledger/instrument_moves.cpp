#include "pf/base/error.hpp"
#include "pf/base/name.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/report/instruments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

namespace pf::jobs {

namespace {

using Instruments = std::set<db::Instrument>;

/// Whose units of which ticker.
using Units = std::map<db::Instrument, Decimal>;

Instruments with_ticker(Instruments instruments, std::string const& ticker)
{
    for (auto const& instrument : Instruments{instruments}) {
        instruments.insert({instrument.account_id, ticker});
    }
    return instruments;
}

Units units_of(std::vector<PositionBefore> const& positions)
{
    Units units;
    for (auto const& position : positions) {
        units[{position.account_id, position.ticker}] = position.quantity;
    }
    return units;
}

Decimal held(Units const& units, std::int64_t account_id, std::string const& ticker)
{
    auto const found = units.find({account_id, ticker});
    return found == units.end() ? Decimal{} : found->second;
}

std::string account_name(db::Database& database, std::int64_t account_id)
{
    auto const accounts = db::AccountStore{database}.list();
    auto const found = std::ranges::find(accounts, account_id, &model::Account::id);
    return found == accounts.end() ? "?" : found->name;
}

[[noreturn]] void refuse_because_of(Oversells const& oversells)
{
    std::vector<std::string> details;
    oversells.visit([&](lots::Oversell const& oversell) {
        details.push_back(fmt::format("{}: {}", oversell.ticker, text_of(oversell)));
    });
    auto const first = details.front();
    details.erase(details.begin());
    throw Error{ExitCode::bad_data, first, {}, "nothing was changed; correct that first", std::move(details)};
}

/// Transactions get another ticker, in all accounts, and all that follows from it is booked anew.
class Move {
public:
    /// \param from, to  tickers; which of them has the transactions now does not matter
    Move(db::Database& database, std::string from, std::string to)
        : m_database(database), m_from(std::move(from)), m_to(std::move(to))
    {
        db::InstrumentStore const store{database};
        m_touched = store.instruments_of(m_from);
        m_touched.merge(store.instruments_of(m_to));
        m_touched = with_ticker(with_ticker(std::move(m_touched), m_from), m_to);
        m_touched.merge(db::TransactionStore{database}.connected_with(Instruments{m_touched}));
        m_before = positions_before(database, m_touched);
    }

    /// \param change  of the transactions
    void run(std::function<void(db::InstrumentStore&)> const& change)
    {
        db::PositionStore{m_database}.remove(m_touched);
        db::InstrumentStore store{m_database};
        change(store);
        m_touched.merge(db::TransactionStore{m_database}.connected_with(Instruments{m_touched}));
        auto const findings = recompute_from_scratch(m_database, m_touched);
        if (!findings.oversells.empty()) {
            refuse_because_of(findings.oversells);
        }
        restate();
    }

    /// A split of one ticker must not change units that had their own under the other.
    void refuse_if_units_differ() const
    {
        auto const before = units_of(m_before);
        auto const after = units_of(positions_before(m_database, m_touched));
        for (auto const& instrument : m_touched) {
            if (instrument.ticker != m_to || !db::InstrumentStore{m_database}.splits(instrument)) {
                continue;
            }
            auto const account = instrument.account_id;
            auto const sum = held(before, account, m_from) + held(before, account, m_to);
            auto const now = held(after, account, m_from) + held(after, account, m_to);
            if (sum != now) {
                throw Error{
                    ExitCode::bad_data,
                    fmt::format("account {} would hold {} {} instead of {}: a split of one name changes the "
                                "units of the other",
                                base::quoted(account_name(m_database, account)), now.to_text(), m_to, sum.to_text()),
                    {},
                    fmt::format("'pf-ledger list --type split --ticker {} --ticker {}' shows the splits; remove "
                                "the one that stands twice, or add the one that is missing",
                                m_from, m_to)};
            }
        }
    }

    [[nodiscard]] model::PositionChanges changes() const { return position_changes(m_database, m_touched, m_before); }

private:
    void restate()
    {
        db::AccountStore store{m_database};
        std::set<std::int64_t> ids;
        std::ranges::transform(m_touched, std::inserter(ids, ids.end()), &db::Instrument::account_id);
        auto accounts = store.list();
        std::erase_if(accounts, [&](model::Account const& account) { return !ids.contains(account.id); });
        rebook_cash(m_database, accounts);
        store.bump_data_versions(ids, base::earliest_day);
    }

    db::Database& m_database;
    std::string m_from;
    std::string m_to;
    Instruments m_touched;
    std::vector<PositionBefore> m_before;
};

/// Nobody books or names anything meanwhile.
void hold_everything(db::Database& database)
{
    db::InstrumentStore{database}.hold(db::InstrumentStore::Hold::for_change);
    std::vector<std::int64_t> ids;
    std::ranges::transform(db::AccountStore{database}.list(), std::back_inserter(ids), &model::Account::id);
    db::AccountStore{database}.lock(ids);
}

void refuse_unknown(db::Database& database, model::InstrumentNames const& names, std::string const& word,
                    std::string const& otherwise)
{
    if (names.knows(word) || db::InstrumentStore{database}.has_prices(word)) {
        return;
    }
    auto const tickers = db::InstrumentStore{database}.tickers();
    auto const nearest = base::nearest(word, {tickers.begin(), tickers.end()});
    throw Error{ExitCode::bad_data,
                fmt::format("there is no instrument {}", base::quoted(word)),
                {},
                (nearest ? fmt::format("did you mean {}? ", *nearest) : "") + otherwise};
}

/// That of its prices; where nobody has said, that of its positions, when it is one.
Currency currency_of(db::Database& database, std::string const& ticker)
{
    db::InstrumentStore const store{database};
    auto const details = store.find(ticker);
    if (details && !details->currency.is_none()) {
        return details->currency;
    }
    std::set<Currency> currencies;
    db::PositionStore{database}.visit(store.instruments_of(ticker), [&](model::Position const& position) {
        if (!position.currency.is_none()) {
            currencies.insert(position.currency);
        }
    });
    return currencies.size() == 1 ? *currencies.begin() : Currency{};
}

Decimal multiplier_of(db::Database& database, std::string const& ticker)
{
    auto const details = db::InstrumentStore{database}.find(ticker);
    return details && details->multiplier ? *details->multiplier : Decimal(1);
}

void refuse_what_cannot_be_one(db::Database& database, std::string const& from, std::string const& to)
{
    auto const one = currency_of(database, from);
    auto const other = currency_of(database, to);
    if (!one.is_none() && !other.is_none() && one != other) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is in {}, {} in {}", from, one.code(), to, other.code()),
                    {},
                    "an instrument has one currency; where one of the two is wrong, 'pf-ledger instruments set' with "
                    "--currency, or 'pf-ledger edit', mends it"};
    }
    auto const factor = multiplier_of(database, from);
    auto const other_factor = multiplier_of(database, to);
    if (factor != other_factor) {
        throw Error{ExitCode::bad_data,
                    fmt::format("the multiplier of {} is {}, that of {} {}", from, factor.to_text(), to,
                                other_factor.to_text()),
                    {},
                    "where one of the two is wrong, 'pf-ledger instruments set TICKER --multiplier' mends it"};
    }
    if (db::InstrumentStore{database}.converts(from, to)) {
        throw Error{
            ExitCode::bad_data,
            fmt::format("units of {} and {} are converted into each other, so they are two instruments", from, to),
            {},
            "where the conversion is only another name, remove it first: 'pf-ledger list --ticker " + from +
                "' shows it"};
    }
}

/// What is known of both; where both say something, it is that of the second.
model::InstrumentDetails united(model::InstrumentDetails const& from, model::InstrumentDetails to)
{
    auto const fill = [](auto& field, auto const& other) {
        if (field == std::remove_reference_t<decltype(field)>{}) {
            field = other;
        }
    };
    fill(to.name, from.name);
    fill(to.asset_type, from.asset_type);
    fill(to.currency, from.currency);
    fill(to.isin, from.isin);
    fill(to.multiplier, from.multiplier);
    fill(to.exchange, from.exchange);
    fill(to.underlying, from.underlying);
    fill(to.expiry, from.expiry);
    fill(to.strike, from.strike);
    fill(to.right, from.right);
    fill(to.price_source, from.price_source);
    to.tags.insert(from.tags.begin(), from.tags.end());
    to.import_id.reset();
    return to;
}

void unite_details(db::InstrumentStore& store, std::string const& from, std::string const& to)
{
    auto const of_from = store.find(from).value_or(model::InstrumentDetails{});
    auto of_to = store.find(to).value_or(model::InstrumentDetails{});
    of_to.ticker = to;
    auto details = united(of_from, std::move(of_to));
    if (details.underlying == to) {
        details.underlying.clear();
    }
    store.remove_details(from); // an ISIN is that of one instrument
    store.put(details);
    if (!details.isin.empty() && details.isin != to) {
        store.put(model::InstrumentName{details.isin, to, {}});
    }
}

std::vector<std::pair<model::Price, model::Price>> conflicts_of(db::InstrumentStore const& store,
                                                                std::string const& from, std::string const& to)
{
    std::vector<std::pair<model::Price, model::Price>> conflicts;
    for (auto& conflict : store.price_conflicts(from, to)) {
        conflicts.emplace_back(std::move(conflict.of_from), std::move(conflict.of_to));
    }
    return conflicts;
}

cli::Outcome tell(cli::Common const& common, report::MovedInstrument const& moved, std::string const& way_back,
                  std::ostream& out)
{
    report::write_moved_instrument(out, moved, common.output);
    auto const summary = fmt::format("{} is {} now{}: '{}' takes it back", moved.from, moved.to,
                                     moved.conflicts.empty() ? "" : ", but for the prices that differ", way_back);
    auto const text = moved.dry_run ? std::string{} : summary;
    return moved.conflicts.empty() ? cli::Outcome::ok(text) : cli::Outcome::issues(text);
}

/// The one ticker's transactions, names, prices and details become the other's.
report::MovedInstrument moved(db::Database& database, std::string const& from, std::string const& to)
{
    report::MovedInstrument result{from, to, 0, {}, {}, false};
    Move move{database, from, to};
    move.run([&](db::InstrumentStore& store) {
        result.conflicts = conflicts_of(store, from, to);
        store.move_transactions(from, to);
        store.rename_names(from, to);
        store.put(model::InstrumentName{from, to, {}});
        unite_details(store, from, to);
        result.prices = store.copy_prices(from, to);
    });
    move.refuse_if_units_differ();
    result.changes = move.changes();
    return result;
}

/// What was booked as an instrument's stays priced as that, under another ticker.
void keep_multiplier(db::InstrumentStore& store, std::string const& name, std::string const& from)
{
    auto const known = store.find(from);
    if (known && known->multiplier) {
        auto details = store.find(name).value_or(model::InstrumentDetails{});
        details.ticker = name;
        details.asset_type = details.asset_type ? details.asset_type : known->asset_type;
        details.multiplier = known->multiplier;
        store.put(details);
    }
}

} // namespace

cli::Outcome merge_instruments(db::Database& database, cli::Common const& common, InstrumentWords const& words,
                               std::ostream& out)
{
    db::Atomic atomic{database};
    hold_everything(database);
    auto const names = db::InstrumentStore{database}.resolver();
    refuse_unknown(database, names, words.ticker,
                   "'pf-ledger instruments alias' names one before there are transactions");
    refuse_unknown(database, names, words.other,
                   fmt::format("'pf-ledger instruments rename' gives {} another ticker", words.ticker));
    auto const from = names.ticker_of(words.ticker);
    auto const to = names.ticker_of(words.other);
    if (from == to) {
        throw Error{ExitCode::bad_data,
                    words.ticker == words.other
                        ? fmt::format("{} is one instrument already", words.ticker)
                        : fmt::format("{} and {} are one instrument already: {}", words.ticker, words.other, to),
                    {},
                    "'pf-ledger instruments' shows what each is called"};
    }
    refuse_what_cannot_be_one(database, from, to);
    auto result = moved(database, from, to);
    result.dry_run = words.dry_run;
    atomic.end(words.dry_run);
    return tell(common, result, fmt::format("pf-ledger instruments unalias {}", from), out);
}

cli::Outcome rename_instrument(db::Database& database, cli::Common const& common, InstrumentWords const& words,
                               std::ostream& out)
{
    db::Atomic atomic{database};
    hold_everything(database);
    auto const names = db::InstrumentStore{database}.resolver();
    refuse_unknown(database, names, words.ticker, "'pf-ledger instruments' lists them");
    auto const from = names.ticker_of(words.ticker);
    auto const& owner = names.ticker_of(words.other);
    if (words.other == from) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is its ticker already", from),
                    {},
                    "'pf-ledger instruments' lists them"};
    }
    bool const is_own_name = owner == from;
    if (!base::is_name(words.other, 50)) {
        throw Error{ExitCode::usage,
                    fmt::format("{} is not a ticker", base::quoted(words.other)),
                    {},
                    "a ticker has at most 50 characters and no control characters"};
    }
    if (!is_own_name && names.knows(words.other)) {
        throw Error{ExitCode::bad_data,
                    owner == words.other ? fmt::format("there is an instrument {} already", owner)
                                         : fmt::format("{} is a name of {} already", words.other, owner),
                    {},
                    fmt::format("'pf-ledger instruments merge {} {}' makes one of both", from, owner)};
    }
    auto result = moved(database, from, words.other);
    result.dry_run = words.dry_run;
    atomic.end(words.dry_run);
    return tell(common, result, fmt::format("pf-ledger instruments rename {} {}", words.other, from), out);
}

cli::Outcome remove_alias(db::Database& database, cli::Common const& common, InstrumentWords const& words,
                          std::ostream& out)
{
    db::Atomic atomic{database};
    hold_everything(database);
    db::InstrumentStore store{database};
    auto const names = store.resolver();
    auto const& name = words.other;
    auto const ticker = names.ticker_of(name);
    if (ticker == name) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} is no other name of an instrument", base::quoted(name)),
                    {},
                    "'pf-ledger instruments' shows what each is called"};
    }
    report::MovedInstrument result{name, name, 0, {}, {}, words.dry_run};
    result.from = ticker;
    Move move{database, ticker, name};
    move.run([&](db::InstrumentStore& changed) {
        changed.release_transactions(name, ticker);
        changed.remove_name(name);
        if (auto details = changed.find(ticker); details && details->isin == name) {
            details->isin.clear();
            changed.put(*details);
        }
        result.prices = changed.remove_copies(name, ticker);
        keep_multiplier(changed, name, ticker);
    });
    result.changes = move.changes();
    atomic.end(words.dry_run);
    report::write_moved_instrument(out, result, common.output);
    return cli::Outcome::ok(words.dry_run ? "" : fmt::format("{} is no name of {} any more", name, ticker));
}

} // namespace pf::jobs
