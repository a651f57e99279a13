#include "pf/jobs/positions/positions_command.hpp"

#include "pf/base/text.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/positions/asked.hpp"
#include "pf/jobs/positions/complaints.hpp"
#include "pf/jobs/positions/grouping.hpp"
#include "pf/jobs/positions/holdings.hpp"
#include "pf/jobs/positions/market.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/report/compare.hpp"
#include "pf/report/lots.hpp"
#include "pf/report/positions.hpp"
#include "pf/report/realized.hpp"
#include "pf/report/verify.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace pf::jobs {

namespace {

/// The accounts of a portfolio, and its positions by account and ticker.
class Instruments {
public:
    explicit Instruments(Portfolio const& portfolio) : m_accounts(portfolio.accounts)
    {
        for (auto const& position : portfolio.positions) {
            m_positions.emplace(std::pair{position.account_id, std::string_view{position.ticker}}, &position);
        }
    }
    [[nodiscard]] model::Account const& account(std::int64_t id) const { return m_accounts.of(id); }
    [[nodiscard]] model::Position const& position(std::int64_t account_id, std::string_view ticker) const
    {
        return *m_positions.at({account_id, ticker});
    }

private:
    AccountsById m_accounts;
    std::map<std::pair<std::int64_t, std::string_view>, model::Position const*> m_positions;
};

/// What is owed counts against what is held.
model::Lot with_sign(model::Lot lot)
{
    if (lot.side == model::Side::owed) {
        lot.quantity = -lot.quantity;
        lot.remaining_quantity = -lot.remaining_quantity;
        for (auto* const cost :
             {&lot.total_cost, &lot.total_cost_base, &lot.remaining_cost, &lot.remaining_cost_base}) {
            *cost = valuation::difference(Decimal{}, *cost);
        }
    }
    return lot;
}

report::LotRow lot_row(model::Lot const& stored, Instruments const& instruments, Market const& market)
{
    auto const lot = with_sign(stored);
    auto const& account = instruments.account(lot.key.account_id);
    auto held = instruments.position(account.id, lot.ticker);
    held.quantity = lot.remaining_quantity;
    held.total_cost = lot.remaining_cost;
    held.total_cost_base = lot.remaining_cost_base;
    auto const worth = market.worth(held, account.base_currency);
    return {account.name,
            held.currency,
            account.base_currency,
            lot,
            account.time_zone.day_of(lot.purchase_date),
            worth.market_value,
            worth.unrealized_pl,
            worth.market_value_base,
            worth.unrealized_pl_base};
}

report::RealizedRow realized_row(model::Disposal const& disposal, Instruments const& instruments)
{
    auto const& account = instruments.account(disposal.lot.account_id);
    auto const& position = instruments.position(account.id, disposal.ticker);
    auto shown = disposal;
    shown.quantity = disposal.side == model::Side::owed ? -disposal.quantity : disposal.quantity;
    return {account.name,
            position.currency,
            account.base_currency,
            shown,
            account.time_zone.day_of(disposal.date),
            account.time_zone.day_of(disposal.purchase_date)};
}

/// Stored rows are read more than once: of the same moment each time.
std::unique_ptr<db::Atomic> held_still(db::Database& database, PortfolioRequest const& request)
{
    return is_stored(request) ? std::make_unique<db::Atomic>(database, db::Atomic::Mode::read) : nullptr;
}

cli::Outcome compare(db::Database& database, cli::Common const& common, PortfolioRequest request,
                     PositionsWords const& words, cache::Redis& redis, std::ostream& out)
{
    auto* const quotes = live(redis, words);
    std::vector<report::MethodRow> rows;
    std::size_t oversells = 0;
    std::set<Currency> too_large;
    for (auto const method : model::booking_methods) {
        request.method = method;
        auto const portfolio = load_portfolio(database, request, redis);
        Market const market{database, portfolio.positions, request.as_of, quotes};
        auto const currency = total_currency(database, common, words, portfolio);
        report::Totals of_method;
        for (auto const& row : holdings_of(portfolio, market, request, words, currency).positions) {
            rows.push_back({row.account, method, row.position, row.unrealized_pl});
            of_method.add(row.position.currency,
                          {row.position.realized_pl, row.position.total_cost, row.unrealized_pl});
        }
        too_large.insert(of_method.too_large().begin(), of_method.too_large().end());
        oversells = complain(portfolio.oversells);
    }
    std::ranges::stable_sort(rows, {}, [](auto const& row) { return std::tie(row.account, row.position.ticker); });
    report::write_comparison(out, rows, request.as_of, common.output);
    auto const complaints = oversells + complain_of_unknown_tickers(database, request) + complain_of_large(too_large);
    auto const unknown = std::ranges::count_if(
        rows, [](auto const& row) { return !row.position.total_cost || !row.position.realized_pl; });
    return outcome(common, unknown, complaints, "unknown figure", where_it_is_said);
}

/// The rates of the day from each base currency of what was ever held.
report::TotalCurrency total_of(Portfolio const& portfolio, Market const& market, Currency currency)
{
    report::TotalCurrency total{currency, {}};
    std::set<Currency> from;
    for (auto const& position : portfolio.positions) {
        from.insert(AccountsById{portfolio.accounts}.of(position.account_id).base_currency);
    }
    from.erase(currency);
    for (auto const base : from) {
        auto const dated = market.rate(base, currency);
        total.rates.push_back({base, currency, dated ? std::optional{dated->rate} : std::nullopt,
                               dated ? std::optional{dated->date} : std::nullopt});
    }
    return total;
}

std::size_t missing_rates(report::TotalCurrency const& total)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(total.rates, [](report::ShownRate const& rate) { return !rate.rate; }));
}

} // namespace

cli::Outcome show_positions(db::Database& database, cli::Common const& common, PositionsWords const& words,
                            std::ostream& out)
{
    auto const request = until_today(database, request_of(database, common, words));
    auto const grouping = words.by.empty() ? Grouping{} : grouping_of(database, words.by, ExitCode::usage, "--by");
    auto redis = open_redis(common);
    if (words.compare) {
        return compare(database, common, request, words, redis, out);
    }
    auto const portfolio = load_portfolio(database, request, redis);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    tell_what_lies_beyond(request);
    auto const holdings =
        holdings_of(portfolio, market, request, words, total_currency(database, common, words, portfolio));
    if (words.by.empty()) {
        report::write_positions(out, holdings.positions, holdings.cash, holdings.scope, common.output);
    } else {
        report::write_position_groups(out, groups_of(holdings, grouping),
                                      std::ssize(holdings.positions) + std::ssize(holdings.cash), grouping.by,
                                      holdings.scope, common.output);
    }
    if (request.tickers.empty()) {
        tell_where_nothing_is(database, holdings);
    }
    return outcome_of(common, holdings,
                      complain(portfolio.oversells) + complain_of_unknown_tickers(database, request) +
                          complain_of_large(holdings));
}

cli::Outcome show_lots(db::Database& database, cli::Common const& common, PositionsWords const& words,
                       std::ostream& out)
{
    auto request = until_today(database, request_of(database, common, words));
    request.with_lots = !is_stored(request);
    auto redis = open_redis(common);
    auto const snapshot = held_still(database, request);
    auto const portfolio = load_portfolio(database, request, redis);
    tell_what_lies_beyond(request);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    Instruments const instruments{portfolio};
    report::Stream<report::LotRow> const lots{[&](auto const& receiver) {
        visit_open_lots(database, request, portfolio,
                        [&](model::Lot const& lot) { receiver(lot_row(lot, instruments, market)); });
    }};
    auto const summary = report::summary_of(lots);
    auto const currency = total_currency(database, common, words, portfolio);
    auto const total = total_of(portfolio, market, currency);
    report::write_lots(out, lots, summary, {request.as_of, words.method, total}, common.output);
    auto const complaints = missing_rates(total) + complain(portfolio.oversells) +
                            complain_of_unknown_tickers(database, request) +
                            complain_of_large(summary.totals.too_large());
    return outcome(common, summary.unknown, complaints, "lot",
                   fmt::format(" with an unknown price, rate or cost{}", where_it_is_said));
}

cli::Outcome show_realized(db::Database& database, cli::Common const& common, PositionsWords const& words,
                           std::ostream& out)
{
    auto request = until_today(database, request_of(database, common, words));
    request.with_disposals = !is_stored(request);
    auto redis = open_redis(common);
    auto const snapshot = held_still(database, request);
    auto const portfolio = load_portfolio(database, request, redis);
    tell_what_lies_beyond(request);
    Instruments const instruments{portfolio};
    report::Stream<report::RealizedRow> const disposals{[&](auto const& receiver) {
        visit_disposals(database, request, portfolio,
                        [&](model::Disposal const& disposal) { receiver(realized_row(disposal, instruments)); });
    }};
    auto const summary = report::summary_of(disposals);
    Market const market{database, {}, request.as_of, nullptr};
    auto const total = total_of(portfolio, market, total_currency(database, common, words, portfolio));
    report::write_realized(out, disposals, summary,
                           {request.disposals_first, request.disposals_last, words.method, total}, common.output);
    auto const complaints = missing_rates(total) + complain(portfolio.oversells) +
                            complain_of_unknown_tickers(database, request) +
                            complain_of_large(too_large(summary.own, summary.base, summary.has_foreign));
    return outcome(common, summary.unknown, complaints, "unknown gain",
                   ": a cost or a rate is missing; 'pf-ledger list --ticker TICKER' shows the rows, 'pf-prices fetch' "
                   "or 'pf-import fx.csv' brings rates");
}

cli::Outcome show_verification(db::Database& database, cli::Common const& common, std::ostream& out)
{
    auto const verified = verify(database, common.account.value_or(""));
    report::write_verification(out, verified, common.output);
    if (verified.discrepancies.empty()) {
        return cli::Outcome::ok();
    }
    return {ExitCode::bad_data,
            fmt::format("{} {}", verified.discrepancies.size(),
                        verified.discrepancies.size() == 1 ? "discrepancy" : "discrepancies"),
            {}};
}

} // namespace pf::jobs
