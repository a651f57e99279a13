#include "pf/jobs/positions/allocation_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/positions/asked.hpp"
#include "pf/jobs/positions/complaints.hpp"
#include "pf/jobs/positions/grouping.hpp"
#include "pf/jobs/positions/holdings.hpp"
#include "pf/jobs/positions/market.hpp"
#include "pf/jobs/positions/targets.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/allocation.hpp"
#include "pf/valuation/allocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace pf::jobs {

namespace {

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
    valuation::HeldParts held;
    for (auto const& group : allocation.groups) {
        if (!group.total.value) {
            return;
        }
        held.emplace(group.key, valuation::HeldPart{*group.total.value, group.total.weight.value_or(Decimal{})});
    }
    allocation.trades = valuation::rebalanced(held, targets, allocation.invest);
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
    auto const holdings =
        holdings_of(portfolio, market, request, asked, total_currency(database, common, asked, portfolio));
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

} // namespace pf::jobs
