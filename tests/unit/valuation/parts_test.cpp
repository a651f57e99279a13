#include "pf/base/error.hpp"
#include "pf/valuation/parts.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <numeric>

namespace pf::valuation {
namespace {

using money::operator""_dec;

Decimal sum(std::vector<Decimal> const& values)
{
    return std::accumulate(values.begin(), values.end(), Decimal{});
}

std::vector<Decimal> decimals(std::vector<std::int64_t> const& units)
{
    std::vector<Decimal> values;
    for (auto const unit : units) {
        values.push_back(Decimal::from_units(unit));
    }
    return values;
}

} // namespace

TEST_CASE("three equal parts are a third each, and one of them has what rounding leaves over")
{
    std::vector const parts{"1"_dec, "1"_dec, "1"_dec};
    CHECK(shares(parts) ==
          std::vector{"0.333333333333333333"_dec, "0.333333333333333334"_dec, "0.333333333333333333"_dec});
    CHECK(shares(std::vector{"150"_dec, "-50"_dec}) == std::vector{"1.5"_dec, "-0.5"_dec});
}

TEST_CASE("of nothing, or of less, nothing has a share")
{
    CHECK(shares({}).empty());
    CHECK(shares(std::vector{"0"_dec, "0"_dec}).empty());
    CHECK(shares(std::vector{"1"_dec, "-2"_dec}).empty());
}

TEST_CASE("A1: shares add up to exactly one, whatever the parts")
{
    CHECK(rc::check([](std::vector<std::int64_t> const& units) {
        auto const parts = decimals(units);
        auto const found = shares(parts);
        RC_ASSERT(found.empty() != sum(parts).is_positive());
        RC_ASSERT(found.empty() || (found.size() == parts.size() && sum(found) == Decimal{1}));
    }));
}

TEST_CASE("an amount is parted by weight, and what is left comes last")
{
    using Parts = std::vector<std::optional<Decimal>>;
    CHECK(weighed("10"_dec, std::vector{"0.6"_dec, "0.4"_dec}) == Parts{"6"_dec, "4"_dec, "0"_dec});
    CHECK(weighed("-10"_dec, std::vector{"0.25"_dec}) == Parts{"-2.5"_dec, "-7.5"_dec});
    CHECK(weighed("10"_dec, {}) == Parts{"10"_dec});
    CHECK(weighed({}, std::vector{"0.6"_dec}) == Parts{{}, {}});
}

TEST_CASE("A1: parts by weight add up to exactly the amount, each within the last digit of its own")
{
    CHECK(rc::check([](std::int64_t units, std::vector<std::uint32_t> const& proportions) {
        auto const amount = Decimal::from_units(units);
        std::vector<Decimal> weights;
        for (auto const proportion : proportions) {
            weights.push_back(Decimal::from_units(std::int64_t{proportion} * 1'000'000));
        }
        auto const parts = weighed(amount, weights);
        RC_ASSERT(parts.size() == weights.size() + 1);
        Decimal whole = *parts.back();
        for (std::size_t i = 0; i < weights.size(); ++i) {
            whole += *parts[i];
            auto const own = money::multiply(amount, weights[i], Rounding::half_even);
            RC_ASSERT((*parts[i] - own).abs() <= Decimal::from_units(1));
        }
        RC_ASSERT(whole == amount);
    }));
}

TEST_CASE("A1: converted parts add up to their converted sum, each within the last digit of its own")
{
    CHECK(rc::check([](std::vector<std::int32_t> const& units, std::uint32_t rate_units) {
        auto const rate = Decimal::from_units(std::int64_t{rate_units} * 1'000'000'000) + Decimal::from_units(1);
        PartsConverter converter{rate};
        Decimal whole;
        Decimal converted;
        for (auto const unit : units) {
            auto const part = Decimal::from_units(std::int64_t{unit} * 1'234'567);
            auto const next = converter.next(part).value();
            auto const alone = money::multiply(part, rate, Rounding::half_even);
            RC_ASSERT((next - alone).abs() <= Decimal::from_units(1));
            whole += part;
            converted += next;
        }
        RC_ASSERT(converted == money::multiply(whole, rate, Rounding::half_even));
    }));
}

TEST_CASE("L7: an unknown part or rate converts to nothing, and leaves the others as they are")
{
    PartsConverter known{"2"_dec};
    CHECK(known.next("1"_dec) == "2"_dec);
    CHECK_FALSE(known.next(std::nullopt).has_value());
    CHECK(known.next("3"_dec) == "6"_dec);
    PartsConverter unknown{std::nullopt};
    CHECK_FALSE(unknown.next("1"_dec).has_value());
    CHECK(unknown.next("0"_dec) == "0"_dec);
}

} // namespace pf::valuation
