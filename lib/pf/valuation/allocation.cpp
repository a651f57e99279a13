#include "pf/valuation/allocation.hpp"

#include "pf/valuation/amounts.hpp"
#include "pf/valuation/parts.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace pf::valuation {
namespace {

std::vector<Allocation> joined(HeldParts const& held, Values const& targets)
{
    std::map<std::string, Allocation> groups;
    for (auto const& [group, part] : held) {
        groups[group].value = part.value;
        groups[group].weight = part.weight;
    }
    for (auto const& [group, target] : targets) {
        groups[group].target = target;
    }
    std::vector<Allocation> result;
    for (auto& [group, allocation] : groups) {
        allocation.group = group;
        result.push_back(allocation);
    }
    return result;
}

/// Parts of an amount in proportion to these, adding up to it.
std::vector<Decimal> split(Decimal amount, std::vector<Decimal> const& proportions)
{
    auto const whole = std::accumulate(proportions.begin(), proportions.end(), Decimal{});
    std::vector<Decimal> parts;
    Decimal sum;
    Decimal given;
    for (auto const proportion : proportions) {
        sum += proportion;
        auto const until = money::scaled(amount, sum, whole, Rounding::half_even);
        parts.push_back(until - std::exchange(given, until));
    }
    return parts;
}

std::vector<Decimal> members(std::vector<Allocation> const& groups, Decimal Allocation::*member)
{
    std::vector<Decimal> values;
    std::ranges::transform(groups, std::back_inserter(values), [&](auto const& group) { return group.*member; });
    return values;
}

/// \param whole  what is held and what is invested
void set_trades(std::vector<Allocation>& groups, Decimal whole, std::optional<Decimal> invest)
{
    auto const wanted = split(whole, members(groups, &Allocation::target));
    std::vector<Decimal> lacks;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto const lack = wanted[i] - groups[i].value;
        groups[i].trade = lack;
        lacks.push_back(std::max(lack, Decimal{}));
    }
    if (!invest) {
        return;
    }
    auto const bought = split(*invest, lacks);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].trade = bought[i];
    }
}

} // namespace

std::vector<Allocation> rebalanced(HeldParts const& held, Values const& targets, std::optional<Decimal> invest)
{
    auto groups = joined(held, targets);
    auto const values = members(groups, &Allocation::value);
    auto const before = whole_of(values);
    auto const whole = sum(before, invest.value_or(Decimal{}));
    bool const owes = std::ranges::any_of(values, [](Decimal value) { return value.is_negative(); });
    if (!before || !before->is_positive() || !whole || (invest && owes)) {
        return {};
    }
    set_trades(groups, *whole, invest);
    std::vector<Decimal> after;
    for (auto const& group : groups) {
        after.push_back(group.value + group.trade);
    }
    auto const weights_after = shares(after);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i].drift = groups[i].weight - groups[i].target;
        groups[i].weight_after = weights_after[i];
    }
    return groups;
}

} // namespace pf::valuation
