#include "pf/report/allocation.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/report/grid.hpp"

#include <algorithm>

namespace pf::report {
namespace {

constexpr int bar_length = 20;

/// The whole is as long as all of it.
std::string bar(std::optional<Decimal> const& weight, Glyphs glyphs)
{
    std::string text;
    auto const length =
        weight ? money::multiply(*weight, Decimal{bar_length}, Rounding::half_even).rounded(0, Rounding::half_up)
               : Decimal{};
    for (Decimal drawn; drawn < std::min(length, Decimal{bar_length}); drawn += Decimal{1}) {
        text += glyphs == Glyphs::braille ? "█" : "#";
    }
    return text;
}

std::vector<Column> columns(AllocationReport const& allocation)
{
    auto const right = Align::right;
    auto const planned = !allocation.trades.empty() ? Shown::everywhere : Shown::data_only;
    auto const by_units = !allocation.prices.empty() ? planned : Shown::data_only;
    return {{"group", title_of_groups(allocation.by)},
            {"market_value", "Value", right},
            {"weight", "Weight", right},
            {"bar", "", Align::left, Shown::table_only, 3},
            {"target", "Target", right, planned},
            {"drift", "Drift", right, planned},
            {"trade", allocation.invest ? "Buy" : "Trade", right, planned},
            {"units", "Units", right, by_units, 2},
            {"weight_after", "After", right, planned, 1},
            {"currency", by_units == Shown::everywhere || allocation.by != "currency" ? "Currency" : "In"}};
}

/// So many units that they cost no more than is to be spent, and bring no less than is to be raised.
Value units_of(AllocationReport const& allocation, valuation::Allocation const& planned)
{
    auto const price = allocation.prices.find(planned.group);
    if (price == allocation.prices.end()) {
        return Nothing();
    }
    auto const units = lots::per_unit(planned.trade, price->second);
    auto const rounding = planned.trade.is_negative() ? Rounding::up : Rounding::down;
    return units ? Value(units->rounded(4, rounding)) : Value(Unknown());
}

Row row_of(AllocationReport const& allocation, valuation::Allocation const& planned, Currency currency, Glyphs glyphs)
{
    return {text(planned.group),
            amount(planned.value, currency),
            ratio(planned.weight),
            text(bar(planned.weight, glyphs)),
            ratio(planned.target),
            ratio(planned.drift),
            amount(planned.trade, currency),
            units_of(allocation, planned),
            ratio(planned.weight_after),
            text(currency.code())};
}

Row row_of(PositionGroup const& group, bool is_whole_known, Currency currency, Glyphs glyphs)
{
    auto const weight = group.total.weight;
    return {text(group.key),
            amount(group.total.value, currency),
            weight || !is_whole_known ? ratio(weight) : Value(Nothing()),
            text(bar(weight, glyphs)),
            Nothing(),
            Nothing(),
            Nothing(),
            Nothing(),
            Nothing(),
            text(currency.code())};
}

valuation::Allocation sum_of(std::vector<valuation::Allocation> const& trades)
{
    valuation::Allocation sum;
    for (auto const& planned : trades) {
        sum.value += planned.value;
        sum.weight += planned.weight;
        sum.target += planned.target;
        sum.drift += planned.drift;
        sum.trade += planned.trade;
        sum.weight_after += planned.weight_after;
    }
    return sum;
}

void fill(Grid& grid, AllocationReport const& allocation, Currency currency, Glyphs glyphs)
{
    PositionGroup all;
    for (auto const& group : allocation.groups) {
        all.total = all.total + group.total;
    }
    auto const is_known = all.total.value.has_value();
    Row total;
    if (allocation.trades.empty()) {
        for (auto const& group : allocation.groups) {
            grid.rows.push_back(row_of(group, is_known, currency, glyphs));
        }
        total = row_of(all, is_known, currency, glyphs);
    } else {
        for (auto const& planned : allocation.trades) {
            grid.rows.push_back(row_of(allocation, planned, currency, glyphs));
        }
        total = row_of(allocation, sum_of(allocation.trades), currency, glyphs);
        total[7] = Nothing();
    }
    total[0] = total[3] = Nothing();
    grid.totals.push_back({"total", "Total", std::move(total)});
}

std::vector<std::string> notes_of(AllocationReport const& allocation, PositionsScope const& scope)
{
    auto notes = notes_on(scope.rates);
    if (allocation.has_targets && allocation.trades.empty() && !allocation.groups.empty()) {
        bool const is_known = std::ranges::all_of(
            allocation.groups, [](PositionGroup const& group) { return group.total.value.has_value(); });
        notes.emplace_back(is_known
                               ? "there are no trades to tell: more is owed than held, or something is owed that new "
                                 "money would have to pay first"
                               : "? there are no trades to tell while a value is unknown");
    }
    return notes;
}

} // namespace

void write_allocation(std::ostream& out, AllocationReport const& allocation, PositionsScope const& scope, Glyphs glyphs,
                      OutputStyle const& style)
{
    Grid grid{"allocation", "", columns(allocation), {}, {}, "no positions"};
    fill(grid, allocation, scope.currency, glyphs);
    write(out,
          {"pf.allocation/1",
           {{"by", text(allocation.by)},
            {"as_of", scope.as_of ? day(*scope.as_of) : Value(Nothing())},
            {"total_currency", text(scope.currency.code())},
            {"invest", allocation.invest ? amount(allocation.invest, scope.currency) : Value(Nothing())}},
           {grid, rates_grid(scope.rates)},
           notes_of(allocation, scope)},
          style);
}

} // namespace pf::report
