#include "pf/jobs/positions/positions_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/positions/grouping.hpp"
#include "pf/jobs/positions/holdings.hpp"
#include "pf/jobs/positions/market.hpp"
#include "pf/jobs/positions/targets.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/allocation.hpp"
#include "pf/report/compare.hpp"
#include "pf/report/lots.hpp"
#include "pf/report/positions.hpp"
#include "pf/report/realized.hpp"
#include "pf/report/verify.hpp"
#include "pf/valuation/allocation.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace pf::jobs {

namespace {

constexpr char const* where_it_is_said = "; 'pf-positions' says what is missing, and what brings it in";

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

/// What is dated after today is not there yet.
void tell_what_lies_beyond(PortfolioRequest const& request)
{
    if (request.beyond > 0) {
        cli::log(cli::Level::warning, "beyond_today",
                 fmt::format("{} transaction{} after today {} left out; --as-of counts them", request.beyond,
                             request.beyond == 1 ? "" : "s", request.beyond == 1 ? "is" : "are"),
                 {{"count", request.beyond}});
    }
}

/// Somebody who expected something most likely looks into another database.
void tell_where_nothing_is(db::Database const& database, Holdings const& holdings)
{
    if (holdings.positions.empty() && holdings.cash.empty()) {
        auto const& shown = database.target().shown;
        cli::log(cli::Level::info, "nothing_held",
                 "nothing is held in " + shown + "; 'pf-import FILE' brings something in", {{"database", shown}});
    }
}

/// Sales that another method or day does not find covered are named; what is shown leaves them out.
std::size_t complain(std::vector<lots::Oversell> const& oversells)
{
    cli::ComplaintPrinter printer;
    for (auto const& oversell : oversells) {
        printer.print({oversell.ticker, text_of(oversell) + "; left out", "'pf-positions verify' checks the books"});
    }
    printer.finish();
    return oversells.size();
}

/// A ticker that was asked for and that no transaction has is most likely mistyped.
std::size_t complain_of_unknown_tickers(db::Database& database, PortfolioRequest const& request)
{
    if (request.tickers.empty()) {
        return 0;
    }
    std::vector<std::int64_t> ids;
    std::ranges::transform(chosen_accounts(database, request.account), std::back_inserter(ids), &model::Account::id);
    std::vector<std::string> known;
    std::ranges::transform(db::PositionStore{database}.list(ids), std::back_inserter(known), &model::Position::ticker);
    std::vector<cli::Complaint> complaints;
    for (auto const& ticker : request.tickers) {
        if (std::ranges::find(known, ticker) == known.end()) {
            auto const upper = std::ranges::find(known, base::to_upper(ticker));
            auto const near = upper == known.end() ? base::nearest(ticker, known) : *upper;
            complaints.push_back({"--ticker", fmt::format("there are no transactions of {}", base::quoted(ticker)),
                                  near ? fmt::format("did you mean {}?", *near) : "pf-positions --closed lists all"});
        }
    }
    cli::print_complaints(complaints);
    return complaints.size();
}

/// A sum of figures that are all known may have more digits than a figure of ours.
std::size_t complain_of_large(std::set<Currency> const& currencies)
{
    std::vector<cli::Complaint> complaints;
    for (auto const currency : currencies) {
        complaints.push_back({std::string{currency.code()},
                              "a total is out of range (at most 20 digits before the decimal mark)",
                              "is a decimal mark missing in a price or a quantity?"});
    }
    cli::print_complaints(complaints);
    return complaints.size();
}

/// \param base  counts where it is shown
std::set<Currency> too_large(report::Totals const& own, report::Totals const& base, bool has_foreign)
{
    auto currencies = own.too_large();
    if (has_foreign) {
        currencies.insert(base.too_large().begin(), base.too_large().end());
    }
    return currencies;
}

std::size_t complain_of_large(Holdings const& holdings)
{
    auto const totals = report::totals_of(holdings.positions, holdings.cash);
    return complain_of_large(too_large(totals.own, totals.base, totals.has_foreign));
}

/// Unknown prices and costs are no errors, but the exit code tells of them.
cli::Outcome outcome(cli::Common const& common, std::int64_t unknown, std::size_t complaints, std::string const& noun,
                     std::string const& lack)
{
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} {}{}{}", unknown, noun, unknown == 1 ? "" : "s", lack), {{"count", unknown}});
    }
    return complaints > 0 ? cli::Outcome::issues() : cli::outcome_of_unknown(unknown > 0, common.allow_unknown);
}

cli::Outcome outcome_of(cli::Common const& common, Holdings const& holdings, std::size_t complaints)
{
    auto const unknown = std::ranges::count_if(holdings.positions, [](auto const& row) {
        return !row.market_value || !row.market_value_base || !row.position.total_cost || !row.position.realized_pl ||
               !row.total.value;
    });
    auto const of_positions = outcome(common, unknown, complaints, "position", " with an unknown price, rate or cost");
    auto const unknown_cash = std::ranges::count_if(holdings.cash, [](auto const& row) { return !row.total.value; });
    auto const of_cash = outcome(common, unknown_cash, 0, "balance", " of money with an unknown amount or rate");
    return of_positions.code == ExitCode::ok ? of_cash : of_positions;
}

/// Where live quotes are, when they are asked for.
cache::Redis* live(cache::Redis& redis, PositionsWords const& words)
{
    if (words.live && !redis.is_there()) {
        cli::log(cli::Level::warning, "no_redis", "there are no live quotes without a Redis server; --redis names it");
    }
    return words.live ? &redis : nullptr;
}

/// An account that never held anything has no say in the currency.
Currency total_currency(cli::Common const& common, PositionsWords const& words, Portfolio const& portfolio)
{
    std::set<std::int64_t> ids;
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
        auto const currency = total_currency(common, words, portfolio);
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

Grouping grouping_for(db::Database& database, AllocationWords const& wanted, Targets const& targets)
{
    if (!wanted.by.empty() && !targets.by.empty() && wanted.by != targets.by) {
        throw Error{ExitCode::usage, base::quoted(wanted.by) + " is not what the targets are of, " + targets.by, "--by",
                    "leave it out"};
    }
    if (!targets.by.empty()) {
        return grouping_of(database, targets.by, ExitCode::bad_data, targets.by_origin);
    }
    return grouping_of(database, wanted.by.empty() ? "asset_type" : wanted.by, ExitCode::usage, "--by");
}

/// A group that cannot be, because its name is misspelled or of another kind, would be bought for a fortune.
void refuse_impossible_groups(db::Database& database, Grouping const& grouping, Targets const& targets)
{
    for (auto const& [group, origin] : targets.origins) {
        if (!may_be(database, grouping, group)) {
            auto const near = base::nearest(group, known_groups(database, grouping));
            throw Error{ExitCode::bad_data, fmt::format("{} is no {}", base::quoted(group), grouping.by), origin,
                        near                 ? fmt::format("did you mean {}?", *near)
                        : targets.by.empty() ? "say above [weights] what the groups are of: by = \"ticker\""
                                             : "'by' says what the groups are of"};
        }
    }
}

std::optional<Decimal> amount_to_invest(AllocationWords const& wanted)
{
    if (wanted.invest.empty()) {
        return std::nullopt;
    }
    auto const parsed = money::parse_decimal(wanted.invest);
    if (!parsed || !parsed->value.is_positive()) {
        throw Error{ExitCode::usage, base::quoted(wanted.invest) + " is not an amount", "--invest", "write 1000"};
    }
    return parsed->value;
}

/// Where anything is unknown there is no whole to have parts of.
void plan_trades(report::AllocationReport& allocation, Holdings const& holdings, valuation::Values const& targets)
{
    valuation::Values values;
    for (auto const& group : allocation.groups) {
        if (!group.total.value) {
            return;
        }
        values.emplace(group.key, *group.total.value);
    }
    allocation.trades = valuation::rebalanced(values, targets, allocation.invest);
    // What the same table says without targets: positions have weights, and groups those of theirs.
    for (auto& trade : allocation.trades) {
        auto const group = std::ranges::find(allocation.groups, trade.group, &report::PositionGroup::key);
        if (group != allocation.groups.end() && group->total.weight) {
            trade.weight = *group->total.weight;
            trade.drift = trade.weight - trade.target;
        }
    }
    for (auto const& row : holdings.positions) {
        auto const price = row.total.value && !row.position.quantity.is_zero()
                               ? lots::per_unit(row.total.value, row.position.quantity)
                               : std::nullopt;
        if (allocation.by == "ticker" && price && price->is_positive()) {
            allocation.prices.emplace(row.position.ticker, *price);
        }
    }
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
    auto const holdings = holdings_of(portfolio, market, request, words, total_currency(common, words, portfolio));
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

cli::Outcome show_allocation(db::Database& database, cli::Common const& common, PositionsWords const& words,
                             AllocationWords const& wanted, std::ostream& out)
{
    auto const targets = wanted.target.empty() ? Targets{} : read_targets(wanted.target);
    report::AllocationReport allocation;
    auto const grouping = grouping_for(database, wanted, targets);
    refuse_impossible_groups(database, grouping, targets);
    allocation.by = grouping.by;
    allocation.has_targets = !wanted.target.empty();
    allocation.invest = amount_to_invest(wanted);
    auto asked = words;
    asked.in = wanted.in;
    auto const request = until_today(database, request_of(database, common, asked));
    auto redis = open_redis(common);
    auto const portfolio = load_portfolio(database, request, redis);
    Market const market{database, portfolio.positions, request.as_of, live(redis, asked)};
    tell_what_lies_beyond(request);
    auto const holdings = holdings_of(portfolio, market, request, asked, total_currency(common, asked, portfolio));
    allocation.groups = groups_of(holdings, grouping);
    if (allocation.has_targets) {
        plan_trades(allocation, holdings, targets.weights);
    }
    report::write_allocation(out, allocation, holdings.scope,
                             wanted.ascii ? report::Glyphs::ascii : report::Glyphs::braille, common.output);
    if (request.tickers.empty()) {
        tell_where_nothing_is(database, holdings);
    }
    auto const complaints =
        complain(portfolio.oversells) + complain_of_unknown_tickers(database, request) + complain_of_large(holdings);
    auto const unknown =
        std::ranges::count_if(allocation.groups, [](report::PositionGroup const& group) { return !group.total.value; });
    bool const is_planless = allocation.has_targets && allocation.trades.empty() && !allocation.groups.empty();
    auto const told = outcome(common, unknown, complaints, "group",
                              fmt::format(" with an unknown price or rate{}", where_it_is_said));
    return is_planless ? cli::Outcome::issues() : told;
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
    auto const currency = total_currency(common, words, portfolio);
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
    auto const total = total_of(portfolio, market, total_currency(common, words, portfolio));
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
