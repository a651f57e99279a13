#include "pf/valuation/allocation.hpp"
#include "pf/valuation/parts.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace pf::valuation {
namespace {

using money::operator""_dec;

Decimal sum(std::vector<Allocation> const& groups, Decimal Allocation::*member)
{
    Decimal total;
    for (auto const& group : groups) {
        total += group.*member;
    }
    return total;
}

std::string name_of(std::size_t number)
{
    return std::string(1, static_cast<char>('A' + number % 26)) + std::to_string(number);
}

/// Targets that add up to exactly one.
Values targets_of(std::vector<std::uint16_t> const& drawn)
{
    Values targets;
    Decimal rest{1};
    for (std::size_t i = 0; i < drawn.size() && i < 8; ++i) {
        auto const target = Decimal::from_units(std::int64_t{drawn[i]} * 1'234'567'890'123);
        targets[name_of(i)] = target;
        rest -= target;
    }
    targets["rest"] = rest;
    return targets;
}

Values values_of(std::vector<std::uint32_t> const& drawn)
{
    Values values;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        values[name_of(i + 3)] = Decimal::from_units(std::int64_t{drawn[i]} * 987'654'321);
    }
    return values;
}

std::vector<Allocation> trades_of(Values const& values, Values const& targets, std::optional<Decimal> invest)
{
    std::vector<Decimal> amounts;
    std::ranges::transform(values, std::back_inserter(amounts), [](auto const& value) { return value.second; });
    auto const weights = shares(amounts);
    HeldParts held;
    for (auto const& [group, value] : values) {
        auto const place = held.size();
        held.emplace(group, HeldPart{value, weights.empty() ? Decimal{} : weights[place]});
    }
    return rebalanced(held, targets, invest);
}

} // namespace

TEST_CASE("what drifted is sold and bought back to its target")
{
    auto const groups = trades_of({{"A", "700"_dec}, {"B", "300"_dec}}, {{"A", "0.6"_dec}, {"B", "0.4"_dec}}, {});
    REQUIRE(groups.size() == 2);
    CHECK(groups[0] == Allocation{"A", "700"_dec, "0.7"_dec, "0.6"_dec, "0.1"_dec, "-100"_dec, "0.6"_dec});
    CHECK(groups[1] == Allocation{"B", "300"_dec, "0.3"_dec, "0.4"_dec, "-0.1"_dec, "100"_dec, "0.4"_dec});
}

TEST_CASE("what has no target is sold, and what is not held yet is bought")
{
    auto const groups = trades_of({{"A", "50"_dec}, {"C", "50"_dec}}, {{"A", "0.25"_dec}, {"B", "0.75"_dec}}, {});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].trade == "-25"_dec);
    CHECK(groups[1].trade == "75"_dec);
    CHECK(groups[2].trade == "-50"_dec);
}

TEST_CASE("new money goes where it is lacking, and nothing is sold")
{
    auto const groups = trades_of({{"A", "900"_dec}, {"B", "50"_dec}, {"C", "50"_dec}},
                                  {{"A", "0.5"_dec}, {"B", "0.25"_dec}, {"C", "0.25"_dec}}, "100"_dec);
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].trade == "0"_dec);
    CHECK(groups[1].trade == "50"_dec);
    CHECK(groups[2].trade == "50"_dec);
    // Enough of it brings all to their targets.
    auto const enough = trades_of({{"A", "60"_dec}, {"B", "20"_dec}}, {{"A", "0.5"_dec}, {"B", "0.5"_dec}}, "60"_dec);
    CHECK(enough[0].trade == "10"_dec);
    CHECK(enough[1].trade == "50"_dec);
}

TEST_CASE("without a whole there is nothing to rebalance, nor is new money put beside what is owed")
{
    Values const targets{{"A", "1"_dec}};
    CHECK(trades_of({}, targets, {}).empty());
    CHECK(trades_of({{"A", "-1"_dec}}, targets, {}).empty());
    CHECK(trades_of({{"A", "5"_dec}, {"B", "-1"_dec}}, targets, "1"_dec).empty());
    CHECK(trades_of({{"A", "5"_dec}, {"B", "-1"_dec}}, targets, {}).size() == 2);
}

TEST_CASE("A1: trades add up to nothing and lead to the targets to the last digit, weights add up to one")
{
    CHECK(rc::check([](std::vector<std::uint32_t> const& drawn, std::vector<std::uint16_t> const& targets) {
        auto const groups = trades_of(values_of(drawn), targets_of(targets), {});
        auto const whole = sum(groups, &Allocation::value);
        RC_PRE(whole.is_positive());
        RC_ASSERT(sum(groups, &Allocation::trade) == Decimal{});
        RC_ASSERT(sum(groups, &Allocation::weight) == Decimal{1});
        RC_ASSERT(sum(groups, &Allocation::target) == Decimal{1});
        RC_ASSERT(sum(groups, &Allocation::drift) == Decimal{});
        RC_ASSERT(sum(groups, &Allocation::weight_after) == Decimal{1});
        for (auto const& group : groups) {
            auto const wanted = money::multiply(whole, group.target, Rounding::half_even);
            RC_ASSERT((group.value + group.trade - wanted).abs() <= Decimal::from_units(1));
        }
    }));
}

TEST_CASE("A1: what is given of new money adds up to it, and nothing is taken")
{
    CHECK(rc::check([](std::vector<std::uint32_t> const& drawn, std::vector<std::uint16_t> const& targets,
                       std::uint16_t cents) {
        auto const invest = Decimal::from_units((cents + 1LL) * 10'000'000'000'000LL);
        auto const values = values_of(drawn);
        auto const groups = trades_of(values, targets_of(targets), invest);
        RC_PRE(!groups.empty());
        RC_ASSERT(sum(groups, &Allocation::trade) == invest);
        RC_ASSERT(sum(groups, &Allocation::weight_after) == Decimal{1});
        for (auto const& group : groups) {
            RC_ASSERT(!group.trade.is_negative());
            // What is above its target gets nothing.
            RC_ASSERT(group.trade.is_zero() ||
                      group.value + group.trade <=
                          money::multiply(sum(groups, &Allocation::value) + invest, group.target, Rounding::half_even) +
                              Decimal::from_units(2));
        }
    }));
}

} // namespace pf::valuation
