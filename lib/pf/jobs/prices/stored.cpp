#include "pf/jobs/prices/stored.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/price_positions.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/report/prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace pf::jobs {

namespace {

/// A pair as it is stored: `EUR/USD`.
std::string pair_of_word(std::string const& word)
{
    auto const slash = word.find('/');
    auto const base = Currency::parse(word.substr(0, slash));
    auto const quote = Currency::parse(slash == std::string::npos ? std::string{} : word.substr(slash + 1));
    if (!base || !quote) {
        throw Error{
            ExitCode::usage, fmt::format("{} is no pair of currencies", base::quoted(word)), {}, "write it as EUR/USD"};
    }
    return fmt::format("{}/{}", base->code(), quote->code());
}

/// What the words call the instruments.
std::set<std::string> names_of(db::Database& database, StoredWords const& words)
{
    auto const names = words.rates ? model::InstrumentNames{} : db::InstrumentStore{database}.resolver();
    std::set<std::string> found;
    std::ranges::transform(words.names, std::inserter(found, found.end()), [&](std::string const& word) {
        return words.rates ? pair_of_word(word) : std::string{names.ticker_of(word)};
    });
    return found;
}

db::ValueRange range_of(db::Database& database, StoredWords const& words, Date last)
{
    if (words.rates && !words.source.empty()) {
        throw Error{ExitCode::usage, "of rates no source is stored", "--source", "leave it out"};
    }
    auto const today = today_of(database, {});
    return {names_of(database, words),
            day_of_word(words.first, "--from", base::DayEdge::first, today, base::earliest_day),
            day_of_word(words.last, "--to", base::DayEdge::last, today, last), words.source};
}

/// Without `--to` what is removed ends with what `--from` means: a day, or a month.
Date last_day_of(db::Database& database, StoredWords const& words)
{
    return day_of_word(words.first, "--to", base::DayEdge::last, today_of(database, {}));
}

/// All accounts, since each may hold what is worth something else now.
std::vector<std::int64_t> lock_accounts(db::Database& database)
{
    db::InstrumentStore{database}.hold(db::InstrumentStore::Hold::for_rows);
    db::AccountStore accounts{database};
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts.list(), std::back_inserter(ids), &model::Account::id);
    accounts.lock(ids);
    return ids;
}

report::RemovedValues values_of(db::Database& database, db::ValueRange const& range, StoredWords const& words)
{
    report::RemovedValues values{{}, {}, words.dry_run};
    db::PriceStore const store{database};
    if (words.rates) {
        store.visit_rates(range, [&](model::FxRate const& rate) { values.rates.push_back(rate); });
    } else {
        store.visit_prices(range, [&](model::Price const& price) { values.prices.push_back(price); });
    }
    return values;
}

/// A sale that an amount of another currency was converted for may have no known cost now.
void rebook(db::Database& database, report::RemovedValues const& removed)
{
    if (!removed.rates.empty()) {
        static_cast<void>(recompute_from_scratch(database, db::TransactionStore{database}.depending_on_rates()));
        price_positions(database);
        return;
    }
    std::set<std::string> tickers;
    std::ranges::transform(removed.prices, std::inserter(tickers, tickers.end()), &model::Price::ticker);
    price_positions(database, tickers);
}

std::string told(report::RemovedValues const& removed)
{
    auto const count = removed.prices.size() + removed.rates.size();
    return fmt::format("{} {}{} {}{}", count, removed.rates.empty() ? "price" : "rate", count == 1 ? "" : "s",
                       removed.dry_run ? "would be " : "", "removed");
}

} // namespace

cli::Outcome list_values(db::Database& database, cli::Common const& common, StoredWords const& words, std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    auto const range = range_of(database, words, base::latest_day);
    db::PriceStore const store{database};
    if (words.rates) {
        report::write_rates(out, {[&](auto const& receiver) { store.visit_rates(range, receiver); }}, common.output);
    } else {
        report::write_prices(out, {[&](auto const& receiver) { store.visit_prices(range, receiver); }}, common.output);
    }
    return cli::Outcome::ok();
}

cli::Outcome remove_values(db::Database& database, cli::Common const& common, StoredWords const& words,
                           std::ostream& out)
{
    db::Atomic atomic{database};
    auto const ids = lock_accounts(database);
    auto const range = range_of(database, words, last_day_of(database, words));
    auto const removed = values_of(database, range, words);
    if (removed.prices.empty() && removed.rates.empty()) {
        throw Error{ExitCode::no_input,
                    fmt::format("there is no {} of these days", words.rates ? "rate" : "price"),
                    {},
                    "'pf-prices list' shows what is stored"};
    }
    db::PriceStore store{database};
    if (words.rates) {
        store.remove_rates(range);
    } else {
        store.remove_prices(range);
    }
    rebook(database, removed);
    db::AccountStore{database}.bump_data_versions({ids.begin(), ids.end()}, range.first);
    report::write_removed_values(out, removed, common.output);
    if (!words.dry_run) {
        atomic.commit();
    }
    return cli::Outcome::ok(told(removed));
}

} // namespace pf::jobs
