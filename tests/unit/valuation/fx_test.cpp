#include "pf/base/time.hpp"
#include "pf/valuation/fx.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

using money::operator""_dec;

Currency const usd{"USD"};
Currency const eur{"EUR"};
Currency const chf{"CHF"};
Currency const gbp{"GBP"};
Currency const jpy{"JPY"};

Date day(char const* text)
{
    return *base::parse_date(text);
}

model::FxRate rate(char const* date, Currency base, Currency quote, Decimal value)
{
    return {day(date), base, quote, value};
}

} // namespace

TEST_CASE("a rate is the last one on or before the day")
{
    FxTable const table{{rate("2024-01-05", eur, usd, "1.2"_dec), rate("2024-01-01", eur, usd, "1.1"_dec)}};
    CHECK(table.rate(eur, usd, day("2023-12-31")) == std::nullopt);
    CHECK(table.rate(eur, usd, day("2024-01-01")) == "1.1"_dec);
    CHECK(table.rate(eur, usd, day("2024-01-04")) == "1.1"_dec);
    CHECK(table.rate(eur, usd, day("2024-01-05")) == "1.2"_dec);
    CHECK(table.rate(eur, usd, day("2034-01-05")) == "1.2"_dec);
}

TEST_CASE("the same currency needs no rate")
{
    FxTable const table;
    CHECK(table.rate(eur, eur, day("2024-01-01")) == "1"_dec);
    CHECK(table.rate(Currency{}, Currency{}, day("2024-01-01")) == std::nullopt);
}

TEST_CASE("an inverse rate serves where there is no direct one")
{
    FxTable const table{{rate("2024-01-01", eur, usd, "1.25"_dec), rate("2024-01-01", usd, chf, "3"_dec)}};
    CHECK(table.rate(usd, eur, day("2024-01-01")) == "0.8"_dec);
    CHECK(table.rate(chf, usd, day("2024-01-01")) == "0.333333333333333333"_dec);
}

TEST_CASE("a direct rate goes before a fresher inverse one")
{
    FxTable const table{{rate("2024-01-01", eur, usd, "1.25"_dec), rate("2024-02-01", usd, eur, "0.9"_dec)}};
    CHECK(table.rate(eur, usd, day("2024-03-01")) == "1.25"_dec);
}

TEST_CASE("a rate through a third currency is rounded once, whichever way its legs point")
{
    FxTable const table{{rate("2024-01-01", eur, usd, "1.5"_dec), rate("2024-01-01", eur, chf, "3"_dec),
                         rate("2024-01-01", gbp, eur, "1.2"_dec)}};
    CHECK(table.rate(usd, chf, day("2024-01-01")) == "2"_dec);
    CHECK(table.rate(chf, usd, day("2024-01-01")) == "0.5"_dec);
    CHECK(table.rate(gbp, usd, day("2024-01-01")) == "1.8"_dec);
    CHECK(table.rate(chf, gbp, day("2024-01-01")) == "0.277777777777777778"_dec);
    CHECK(table.rate(chf, jpy, day("2024-01-01")) == std::nullopt);
}

TEST_CASE("of several ways the one with the freshest rates is taken")
{
    FxTable const table{{rate("2024-01-01", usd, chf, "2"_dec), rate("2024-01-09", chf, jpy, "10"_dec),
                         rate("2024-01-05", usd, gbp, "3"_dec), rate("2024-01-06", gbp, jpy, "11"_dec)}};
    CHECK(table.rate(usd, jpy, day("2024-01-09")) == "33"_dec);
}

TEST_CASE("a rate goes through one third currency, not through two")
{
    FxTable const table{{rate("2024-01-01", usd, eur, "1"_dec), rate("2024-01-01", eur, chf, "1"_dec),
                         rate("2024-01-01", chf, jpy, "1"_dec)}};
    CHECK(table.rate(usd, jpy, day("2024-01-01")) == std::nullopt);
}

TEST_CASE("a rate too small for 18 decimals is nothing, not zero")
{
    FxTable const table{{rate("2024-01-01", eur, usd, "10000000000000000000"_dec)}};
    CHECK(table.rate(usd, eur, day("2024-01-01")) == std::nullopt);
}

TEST_CASE("a rate has the day that it is of, a cross that of the older one")
{
    FxTable const table{{rate("2024-01-01", usd, eur, "0.5"_dec), rate("2024-01-03", eur, chf, "2"_dec)}};
    CHECK(table.dated_rate(usd, eur, day("2024-01-09")) == DatedRate{"0.5"_dec, day("2024-01-01")});
    CHECK(table.dated_rate(eur, usd, day("2024-01-09")) == DatedRate{"2"_dec, day("2024-01-01")});
    CHECK(table.dated_rate(usd, chf, day("2024-01-09")) == DatedRate{"1"_dec, day("2024-01-01")});
    CHECK(table.dated_rate(usd, usd, day("2024-01-09")) == DatedRate{"1"_dec, day("2024-01-09")});
    CHECK_FALSE(table.dated_rate(usd, jpy, day("2024-01-09")).has_value());
}

TEST_CASE("the rates of a day are those of the table, however often they are asked for")
{
    FxTable const table{{rate("2024-01-01", usd, eur, "0.5"_dec), rate("2024-01-03", eur, chf, "2"_dec),
                         rate("2024-01-05", usd, eur, "0.25"_dec)}};
    DayRates of_day{table, day("2024-01-03")};
    CHECK(of_day.day() == day("2024-01-03"));
    for (int i = 0; i < 2; ++i) {
        CHECK(of_day.rate(usd, eur) == "0.5"_dec);
        CHECK(of_day.rate(eur, usd) == "2"_dec);
        CHECK(of_day.rate(usd, chf) == "1"_dec);
        CHECK(of_day.rate(eur, eur) == "1"_dec);
        CHECK_FALSE(of_day.rate(usd, jpy).has_value());
        CHECK(of_day.dated_rate(eur, chf) == DatedRate{"2"_dec, day("2024-01-03")});
    }
}

TEST_CASE("of two rates for the same pair and day the later one counts")
{
    FxTable const table{{rate("2024-01-01", eur, usd, "1.1"_dec), rate("2024-01-01", eur, usd, "1.2"_dec)}};
    CHECK(table.rate(eur, usd, day("2024-01-01")) == "1.2"_dec);
}

} // namespace pf::valuation
