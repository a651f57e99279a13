#include "pf/report/axis.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace pf::report {
namespace {

using money::operator""_dec;
using test::on;

std::string labels(ValueAxis const& axis)
{
    std::string text;
    for (auto const& tick : axis.ticks) {
        text += (text.empty() ? "" : " ") + tick.label;
    }
    return text;
}

std::string labels(std::vector<DayTick> const& ticks)
{
    std::string text;
    for (auto const& tick : ticks) {
        text += (text.empty() ? "" : " ") + tick.label;
    }
    return text;
}

} // namespace

TEST_CASE("the ends and the steps of an axis are round numbers")
{
    struct Example {
        Decimal low;
        Decimal high;
        int most_steps;
        char const* labels;
    };
    std::vector<Example> const examples{
        {"8412"_dec, "17012"_dec, 6, "0 5,000 10,000 15,000 20,000"}, // zero is not far
        {"9612"_dec, "17012"_dec, 6, "8,000 10,000 12,000 14,000 16,000 18,000"},
        {"9612"_dec, "9856"_dec, 6, "9,600 9,650 9,700 9,750 9,800 9,850 9,900"},
        {"9612"_dec, "9856"_dec, 1, "9,600 9,800 10,000"},
        {"0"_dec, "1"_dec, 5, "0.0 0.2 0.4 0.6 0.8 1.0"},
        {"-326"_dec, "0"_dec, 3, "-400 -200 0"},
        {"-1600"_dec, "3100"_dec, 3, "-2,000 0 2,000 4,000"},
        {"-10"_dec, "-9"_dec, 4, "-10.0 -9.5 -9.0"},
        {"0"_dec, "0"_dec, 4, "-1.0 -0.5 0.0 0.5 1.0"},
        {"100"_dec, "100"_dec, 4, "90 95 100 105 110"},
        {"0"_dec, "3400000"_dec, 4, "0 1M 2M 3M 4M"},
        {"0"_dec, "1200000000"_dec, 3, "0 500M 1,000M 1,500M"},
        {"0"_dec, "0.000000000000000003"_dec, 3,
         "0.000000000000000000 0.000000000000000001 0.000000000000000002 0.000000000000000003"},
        {"17012"_dec, "9612"_dec, 2, "0 10,000 20,000"},
    };
    for (auto const& example : examples) {
        CAPTURE(example.low.to_text());
        CAPTURE(example.high.to_text());
        CHECK(labels(value_axis(example.low, example.high, example.most_steps)) == example.labels);
    }
}

TEST_CASE("an axis holds what it is for, with no more steps than there may be")
{
    CHECK(rc::check([] {
        auto const low = Decimal{*rc::gen::arbitrary<std::int32_t>()};
        auto const high =
            low + money::divide(Decimal{*rc::gen::arbitrary<std::int32_t>()}, Decimal{1000}, Rounding::half_even);
        auto const most = *rc::gen::inRange(1, 12);
        auto const axis = value_axis(low, high, most);
        RC_ASSERT(axis.low <= std::min(low, high));
        RC_ASSERT(axis.high >= std::max(low, high));
        RC_ASSERT(axis.ticks.front().value == axis.low);
        RC_ASSERT(axis.ticks.back().value == axis.high);
        RC_ASSERT(axis.ticks.size() >= 2U);
        RC_ASSERT(axis.ticks.size() <= static_cast<std::size_t>(std::max(most, 2)) + 1);
        RC_ASSERT(axis.below_top(axis.high, 100) == 0);
        RC_ASSERT(axis.below_top(axis.low, 100) == 100);
    }));
}

TEST_CASE("a value lies where it belongs, and beyond the ends at them")
{
    ValueAxis const axis{"0"_dec, "10"_dec, {}};
    CHECK(axis.below_top("10"_dec, 20) == 0);
    CHECK(axis.below_top("7.5"_dec, 20) == 5);
    CHECK(axis.below_top("0.1"_dec, 20) == 20);
    CHECK(axis.below_top("11"_dec, 20) == 0);
    CHECK(axis.below_top("-1"_dec, 20) == 20);
}

TEST_CASE("ticks stand on first days of years and months, on Mondays and on days, as labels fit")
{
    struct Example {
        char const* first;
        char const* last;
        int room;
        char const* labels;
    };
    std::vector<Example> const examples{
        {"2024-01-01", "2024-01-03", 60, "2024-01-01 2024-01-02 2024-01-03"},
        {"2024-01-01", "2024-01-31", 70, "2024-01-01 2024-01-08 2024-01-15 2024-01-22 2024-01-29"},
        {"2024-01-20", "2024-04-10", 40, "2024-02 2024-03 2024-04"},
        {"2023-07-14", "2024-07-12", 70, "2023-09 2023-11 2024-01 2024-03 2024-05 2024-07"},
        {"2023-07-14", "2024-07-12", 50, "2023-10 2024-01 2024-04 2024-07"},
        {"2014-07-14", "2024-07-12", 90, "2015 2016 2017 2018 2019 2020 2021 2022 2023 2024"},
        {"2014-07-14", "2024-07-12", 40, "2016 2018 2020 2022 2024"},
        {"1000-01-01", "9999-12-31", 80, "1000-01-01"}, // nobody's portfolio, and no hang
        {"2024-02-02", "2024-02-02", 40, "2024-02-02"},
        {"2024-02-02", "2024-02-03", 5, "2024-02-03"},
    };
    for (auto const& example : examples) {
        CAPTURE(example.first);
        CAPTURE(example.room);
        CHECK(labels(day_ticks(on(example.first), on(example.last), example.room)) == example.labels);
    }
}

TEST_CASE("thousands are set apart before the decimal mark only")
{
    CHECK(with_thousands("0") == "0");
    CHECK(with_thousands("-100") == "-100");
    CHECK(with_thousands("1000.1234") == "1,000.1234");
    CHECK(with_thousands("-123456") == "-123,456");
    CHECK(with_thousands("12345678901234567890.5") == "12,345,678,901,234,567,890.5");
}

} // namespace pf::report
