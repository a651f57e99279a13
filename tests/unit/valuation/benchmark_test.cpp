#include "pf/valuation/benchmark.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace pf::valuation {
namespace {

using money::operator""_dec;
using test::on;

Currency const eur{"EUR"};
Currency const usd{"USD"};

std::vector<DayValue> days(char const* first, std::vector<DayValue> values)
{
    auto day = on(first);
    for (auto& value : values) {
        value.day = day;
        day += std::chrono::days{1};
    }
    return values;
}

} // namespace

TEST_CASE("a benchmark goes by its last close, in any currency, at the rate of the day")
{
    FxTable const rates{{{on("2024-01-02"), usd, eur, "0.5"_dec}, {on("2024-01-04"), usd, eur, "0.25"_dec}}};
    Benchmark const benchmark{{{on("2024-01-02"), "100"_dec, usd}, {on("2024-01-03"), "110"_dec, {}}}, {}, eur, rates};
    CHECK_FALSE(benchmark.worth(on("2024-01-01"), eur).has_value());
    CHECK(benchmark.worth(on("2024-01-02"), eur) == "50"_dec);
    CHECK(benchmark.worth(on("2024-01-09"), eur) == "110"_dec);
    CHECK(benchmark.worth(on("2024-01-09"), usd) == "440"_dec);
    CHECK_FALSE(benchmark.worth(on("2024-01-09"), Currency{"CHF"}).has_value());
}

TEST_CASE("a split of the benchmark changes nothing but its units")
{
    FxTable const rates;
    Benchmark const benchmark{
        {{on("2024-01-02"), "100"_dec, eur}, {on("2024-01-03"), "26"_dec, eur}, {on("2024-01-04"), "27"_dec, eur}},
        {{on("2023-01-01"), {"7"_dec, "1"_dec}}, {on("2024-01-03"), {"4"_dec, "1"_dec}}},
        eur,
        rates};
    CHECK(benchmark.worth(on("2024-01-03"), eur) == "104"_dec);
    CHECK(benchmark.worth(on("2024-01-04"), eur) == "108"_dec);
}

TEST_CASE("the same days and the same money in a benchmark")
{
    FxTable const rates;
    Benchmark const benchmark{
        {{on("2024-01-02"), "10"_dec, eur}, {on("2024-01-03"), "20"_dec, eur}, {on("2024-01-04"), "15"_dec, eur}},
        {},
        eur,
        rates};
    auto const series = days(
        "2024-01-02", {{{}, "100"_dec, "100"_dec}, {{}, "310"_dec, "200"_dec}, {{}, "280"_dec, Decimal{}, "15"_dec}});
    auto const returns = returns_of(Decimal{}, series);
    auto const figures = compared(benchmark, returns, series, eur);
    CHECK(figures.twr == "0.5"_dec);
    CHECK(figures.difference == *returns.twr - "0.5"_dec);
    CHECK(figures.value == "285"_dec); // 10 + 10 − 1 units
    Benchmark const late{{{on("2024-01-03"), "20"_dec, eur}}, {}, eur, rates};
    CHECK(compared(late, returns, series, eur) == BenchmarkFigures{});
}

TEST_CASE("L7: an unknown flow leaves the time-weighted figure, and takes the money-weighted one")
{
    FxTable const rates;
    Benchmark const benchmark{{{on("2024-01-01"), "10"_dec, eur}}, {}, eur, rates};
    auto const series = days("2024-01-02", {{{}, "100"_dec, std::nullopt}, {{}, "100"_dec}});
    auto const figures = compared(benchmark, returns_of("100"_dec, series), series, eur);
    CHECK(figures.twr == "0"_dec);
    CHECK_FALSE(figures.value.has_value());
    CHECK_FALSE(figures.difference.has_value());
}

TEST_CASE("who holds the benchmark has its return, and would have what he has")
{
    CHECK(rc::check([] {
        auto day = on("2024-01-01");
        std::vector<model::Close> closes;
        std::vector<DayValue> series;
        Decimal units;
        for (int i = 0; i < 12; ++i, day += std::chrono::days{1}) {
            auto const price = Decimal{*rc::gen::inRange(1, 500)};
            auto const bought = Decimal{i == 0 ? 3 : *rc::gen::inRange(0, 3)};
            closes.push_back({day, price, eur});
            units += bought;
            series.push_back({day, money::multiply(units, price, Rounding::half_even),
                              money::multiply(bought, price, Rounding::half_even)});
        }
        FxTable const rates;
        auto const figures = compared({closes, {}, eur, rates}, returns_of(Decimal{}, series), series, eur);
        RC_ASSERT(figures.value.has_value());
        RC_ASSERT((*figures.value - *series.back().value).abs() < "0.000000000001"_dec);
    }));
}

} // namespace pf::valuation
