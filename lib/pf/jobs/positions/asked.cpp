#include "pf/jobs/positions/asked.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/words.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

namespace pf::jobs {

namespace {

/// Whatever people or sources call it.
std::vector<std::string> tickers_of(db::Database& database, std::vector<std::string> const& words)
{
    if (words.empty()) {
        return {};
    }
    auto const names = db::InstrumentStore{database}.resolver();
    std::vector<std::string> tickers;
    std::ranges::transform(words, std::back_inserter(tickers), [&](auto const& word) { return names.ticker_of(word); });
    return tickers;
}

} // namespace

PortfolioRequest request_of(db::Database& database, cli::Common const& common, PositionsWords const& words)
{
    PortfolioRequest request;
    request.account = common.account.value_or("");
    request.tickers = tickers_of(database, words.tickers);
    if (!words.as_of.empty()) {
        request.as_of = day_of_word(words.as_of, "--as-of", base::DayEdge::last, today_of(database, request.account));
    }
    request.method = model::parse_booking_method(words.method);
    request.fees = words.fees == "separate" ? lots::Fees::separate : lots::Fees::in_basis;
    request.pools_accounts = words.scope == "all";
    if (request.pools_accounts && !request.account.empty()) {
        throw Error(ExitCode::usage, "is of all accounts, not of one", "--scope all", "leave out --account");
    }
    if (words.year) {
        request.disposals_first = Date{std::chrono::year{*words.year} / 1 / 1};
        request.disposals_last = Date{std::chrono::year{*words.year} / 12 / 31};
    }
    return request;
}

cache::Redis* live(cache::Redis& redis, PositionsWords const& words)
{
    if (words.live && !redis.is_there()) {
        cli::log(cli::Level::warning, "no_redis", "there are no live quotes without a Redis server; --redis names it");
    }
    return words.live ? &redis : nullptr;
}

Currency total_currency(db::Database& database, cli::Common const& common, PositionsWords const& words,
                        Portfolio const& portfolio)
{
    auto ids = words.tickers.empty() ? std::set<std::int64_t>{} : db::AccountStore{database}.in_use();
    for (auto const& position : portfolio.positions) {
        ids.insert(position.account_id);
    }
    for (auto const& cash : portfolio.cash) {
        ids.insert(cash.account_id);
    }
    auto accounts = portfolio.accounts;
    std::erase_if(accounts, [&](auto const& account) { return !ids.contains(account.id); });
    return report_currency(common, words.in, accounts.empty() ? portfolio.accounts : accounts);
}

} // namespace pf::jobs
