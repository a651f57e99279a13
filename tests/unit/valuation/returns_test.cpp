#include "pf/valuation/periods.hpp"
#include "pf/valuation/returns.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace pf::valuation {
namespace {

using money::operator""_dec;
using test::on;

std::string shown(std::optional<Decimal> const& ratio, int digits)
{
    return ratio ? ratio->to_text(digits, Rounding::half_even) : "nothing";
}

/// Day after day, from a first one.
class Days {
public:
    explicit Days(char const* first) : m_next(on(first)) {}

    Days& day(Decimal value, Decimal inflow = {}, Decimal outflow = {})
    {
        m_days.push_back({m_next, value, inflow, outflow});
        m_next += std::chrono::days{1};
        return *this;
    }
    Days& until(char const* last, Decimal value)
    {
        while (m_next <= on(last)) {
            day(value);
        }
        return *this;
    }
    Days& unknown(Decimal inflow = {}, Decimal outflow = {})
    {
        day({}, inflow, outflow);
        m_days.back().value.reset();
        return *this;
    }
    Days& unpriced(Decimal value)
    {
        day(value);
        m_days.back().is_priced = false;
        return *this;
    }
    DayValue& last() { return m_days.back(); }
    [[nodiscard]] std::vector<DayValue> const& all() const { return m_days; }

private:
    Date m_next;
    std::vector<DayValue> m_days;
};

/// Rates are floating point rounded to 10 decimals: large ones are not exact to the last of them.
bool is_near(Decimal left, Decimal right)
{
    auto const size = Decimal{1} + left.abs();
    return (left - right).abs() <= money::multiply(size, "0.000000001"_dec, Rounding::half_even);
}

std::optional<Decimal> twr(std::optional<Decimal> opening, Days const& days)
{
    return returns_of(opening, days.all()).twr;
}

} // namespace

TEST_CASE("the time-weighted return is that of Investopedia's two investors")
{
    Days adds{"2024-01-01"};
    adds.until("2024-08-15", "1162484"_dec).day("1262484"_dec, "100000"_dec).until("2024-12-31", "1192328"_dec);
    CHECK(shown(twr("1000000"_dec, adds), 4) == "0.0979");

    Days withdraws{"2024-01-01"};
    withdraws.until("2024-08-14", "1162484"_dec)
        .day("1062484"_dec, {}, "100000"_dec)
        .until("2024-12-31", "1003440"_dec);
    CHECK(shown(twr("1000000"_dec, withdraws), 4) == "0.0979");
}

TEST_CASE("what comes in works from the start of its day, what goes out works until its end")
{
    struct Example {
        Decimal value;
        Decimal inflow;
        Decimal outflow;
        Decimal twr;
    };
    Decimal const none;
    std::vector<Example> const examples{
        {"110"_dec, none, none, "0.1"_dec},         {"220"_dec, "100"_dec, none, "0.1"_dec}, // 220 ÷ (100 + 100)
        {"60"_dec, none, "50"_dec, "0.1"_dec},                                               // (60 + 50) ÷ 100
        {none, none, "110"_dec, "0.1"_dec},                                                  // all sold, a tenth dearer
        {"110"_dec, "70"_dec, "70"_dec, "0.1"_dec}, // a switch: flows of a day are netted
        {"165"_dec, "80"_dec, "30"_dec, "0.1"_dec}, // 165 ÷ (100 + 50)
    };
    for (auto const& example : examples) {
        CAPTURE(example.value.to_text());
        auto const days = Days{"2024-01-01"}.day(example.value, example.inflow, example.outflow);
        CHECK(twr("100"_dec, days) == example.twr);
    }
}

TEST_CASE("on the first day the fee of a purchase is a loss")
{
    CHECK(twr(Decimal{}, Days{"2024-01-01"}.day("990"_dec, "1000"_dec)) == "-0.01"_dec);
}

TEST_CASE("a round trip within a day that starts with nothing has what came in as its base")
{
    CHECK(twr(Decimal{}, Days{"2024-01-01"}.day({}, "1000"_dec, "1010"_dec)) == "0.01"_dec);
}

TEST_CASE("times without anything invested neither add to the return nor end it")
{
    auto days = Days{"2024-01-01"};
    days.day("100"_dec, "100"_dec)
        .day({}, {}, "110"_dec)
        .day({})
        .day({})
        .day("50"_dec, "50"_dec)
        .day("55"_dec)
        .day({}, {}, "55"_dec)
        .day({});
    auto const returns = returns_of(Decimal{}, days.all());
    CHECK(returns.twr == "0.21"_dec);
    CHECK(returns.invested_from == on("2024-01-01"));
    CHECK(returns.invested_to == on("2024-01-07"));
    CHECK(returns.gain == "15"_dec);
}

TEST_CASE("what falls from the sky has no return until the next day")
{
    auto const days = Days{"2024-01-01"}.day({}).day("100"_dec).day("105"_dec);
    auto const returns = returns_of(Decimal{}, days.all());
    CHECK(returns.twr == "0.05"_dec);
    CHECK(returns.gain == "105"_dec);
    CHECK(returns.xirr == std::nullopt); // nothing was paid in
}

TEST_CASE("L7: days of unknown value are bridged where no money flows, and make the return unknown where it does")
{
    auto const quiet = Days{"2024-01-01"}.day("100"_dec).unknown().unknown().day("110"_dec);
    auto const returns = returns_of("100"_dec, quiet.all());
    CHECK(returns.twr == "0.1"_dec);
    CHECK(returns.unknown_days == 2);

    auto const on_start = Days{"2024-01-01"}.unknown("100"_dec).day("220"_dec); // yesterday's value is known
    CHECK(twr("100"_dec, on_start) == "0.1"_dec);
    CHECK(twr("100"_dec, Days{"2024-01-01"}.unknown().day("220"_dec, "100"_dec)) == std::nullopt);
    CHECK(twr("100"_dec, Days{"2024-01-01"}.unknown({}, "10"_dec).day("100"_dec)) == std::nullopt);
    CHECK(twr("100"_dec, Days{"2024-01-01"}.day("100"_dec).unknown()) == std::nullopt);
    CHECK(twr(std::nullopt, Days{"2024-01-01"}.day("100"_dec)) == std::nullopt);
}

TEST_CASE("L7: an unknown flow makes all but the values unknown")
{
    auto days = Days{"2024-01-01"}.day("100"_dec).day("120"_dec);
    days.last().inflow.reset();
    auto const returns = returns_of("100"_dec, days.all());
    CHECK(returns.closing_value == "120"_dec);
    CHECK(returns.inflows == std::nullopt);
    CHECK(returns.outflows == "0"_dec);
    CHECK(returns.gain == std::nullopt);
    CHECK(returns.twr == std::nullopt);
    CHECK(returns.xirr == std::nullopt);
    CHECK(returns.drawdown == std::nullopt);
    CHECK(returns.unknown_days == 1);
}

TEST_CASE("debts have no time-weighted return")
{
    CHECK(twr("-100"_dec, Days{"2024-01-01"}.day("-90"_dec)) == std::nullopt);
    CHECK(twr("100"_dec, Days{"2024-01-01"}.day("-10"_dec)) == std::nullopt);
    CHECK(twr("100"_dec, Days{"2024-01-01"}.day("0"_dec)) == "-1"_dec);
}

TEST_CASE("a return on next to nothing is unknown instead of out of range")
{
    auto const days = Days{"2024-01-01"}.day("100000"_dec).day("100000"_dec);
    CHECK(twr("0.000000000000000001"_dec, days) == std::nullopt);
    auto twice = Days{"2024-01-01"}.day("1000"_dec).day("0.0001"_dec, {}, "999.9999"_dec).day("1000"_dec);
    CHECK(twr("0.0001"_dec, twice) == "99999999999999"_dec);
}

TEST_CASE("a series without days has values and nothing else")
{
    auto const returns = returns_of("5"_dec, {});
    CHECK(returns.closing_value == "5"_dec);
    CHECK(returns.gain == "0"_dec);
    CHECK(returns.twr == std::nullopt);
    CHECK(returns.xirr == std::nullopt);
    CHECK(returns.invested_from == std::nullopt);
}

TEST_CASE("the drawdown is the deepest fall from a peak, with its days")
{
    auto const days = Days{"2024-01-01"}
                          .day("110"_dec)
                          .day("99"_dec) // −10 %
                          .day("120"_dec)
                          .day("90"_dec)
                          .day("84"_dec) // −30 %
                          .day("119"_dec)
                          .day("120"_dec)
                          .day("100"_dec);
    CHECK(returns_of("100"_dec, days.all()).drawdown ==
          Drawdown{"0.3"_dec, on("2024-01-03"), on("2024-01-05"), on("2024-01-07")});
    auto const open = Days{"2024-01-01"}.day("80"_dec).day("90"_dec);
    CHECK(returns_of("100"_dec, open.all()).drawdown ==
          Drawdown{"0.2"_dec, on("2023-12-31"), on("2024-01-01"), std::nullopt});
    auto const rising = Days{"2024-01-01"}.day("100"_dec).day("101"_dec);
    CHECK(returns_of("100"_dec, rising.all()).drawdown == Drawdown{});
}

TEST_CASE("a withdrawal is no drawdown")
{
    auto const days = Days{"2024-01-01"}.day("50"_dec, {}, "50"_dec).day("51"_dec);
    CHECK(returns_of("100"_dec, days.all()).drawdown == Drawdown{});
}

TEST_CASE("days without prices belong to the next day that has some")
{
    auto const with_weekend =
        Days{"2024-01-01"}.day("110"_dec).unpriced("110"_dec).unpriced("111"_dec).day("100"_dec).day("105"_dec);
    auto const without = Days{"2024-01-01"}.day("110"_dec).day("100"_dec).day("105"_dec);
    auto const volatility = returns_of("100"_dec, with_weekend.all()).volatility;
    auto const plain = returns_of("100"_dec, without.all()).volatility;
    REQUIRE(volatility);
    REQUIRE(plain);
    // The same three returns, of five days instead of three.
    CHECK(shown(money::divide(money::multiply(*volatility, *volatility, Rounding::half_even),
                              money::multiply(*plain, *plain, Rounding::half_even), Rounding::half_even),
                6) == "0.600000");
}

TEST_CASE("the day of a purchase at the close is no day's return: what grows evenly has no volatility")
{
    auto days = Days{"2024-01-01"}.day("100"_dec, "100"_dec).day("101"_dec).day("102.01"_dec).day("103.0301"_dec);
    CHECK(returns_of(Decimal{}, days.all()).volatility == "0"_dec);
    // Nor is that of a return after everything was sold.
    days.day(Decimal{}, {}, "104.060401"_dec).day(Decimal{}).day("50"_dec, "50"_dec).day("50.5"_dec);
    CHECK(returns_of(Decimal{}, days.all()).volatility == "0"_dec);
}

TEST_CASE("volatility is that of Portfolio Performance, RiskTest, when it begins with a purchase")
{
    auto const days = Days{"2024-01-01"}
                          .day("1000"_dec, "1000"_dec)
                          .day("1005"_dec)
                          .day("1001.65"_dec)
                          .day("996.64175"_dec)
                          .day("1006.6081675"_dec)
                          .day("1016.674249175"_dec)
                          .day("1011.590877929125"_dec);
    CHECK(shown(returns_of(Decimal{}, days.all()).volatility, 4) == "0.1383");
}

TEST_CASE("returns over a gap do not count in the volatility")
{
    auto const days = Days{"2024-01-01"}.day("110"_dec).unknown().day("300"_dec).day("330"_dec).day("363"_dec);
    CHECK(returns_of("100"_dec, days.all()).volatility == "0"_dec);
}

TEST_CASE("the return without flows is the quotient of the values, whatever lies between")
{
    CHECK(rc::check([] {
        auto days = Days{"2024-01-01"};
        auto const opening = Decimal{*rc::gen::inRange(1, 1'000'000)};
        auto const count = *rc::gen::inRange(1, 40);
        for (int i = 0; i < count; ++i) {
            *rc::gen::arbitrary<bool>() ? days.unknown() : days.day(Decimal{*rc::gen::inRange(0, 1'000'000)});
        }
        auto const closing = Decimal{*rc::gen::inRange(1, 1'000'000)};
        days.day(closing);
        RC_ASSERT(twr(opening, days) == money::divide(closing, opening, Rounding::half_even) - Decimal{1});
    }));
}

TEST_CASE("a portfolio a thousand times as large has the same returns")
{
    CHECK(rc::check([] {
        auto small = Days{"2024-01-01"};
        auto large = Days{"2024-01-01"};
        auto const thousand = [](Decimal amount) {
            return money::multiply(amount, Decimal{1000}, Rounding::half_even);
        };
        for (int i = 0; i < 20; ++i) {
            auto const value = Decimal{*rc::gen::inRange(1, 5'000)};
            auto const in = Decimal{*rc::gen::inRange(0, 3) / 2 * 500};
            auto const out = Decimal{*rc::gen::inRange(0, 3) / 2 * 100};
            small.day(value, in, out);
            large.day(thousand(value), thousand(in), thousand(out));
        }
        auto const one = returns_of("1000"_dec, small.all());
        auto const other = returns_of("1000000"_dec, large.all());
        RC_ASSERT(one.twr == other.twr);
        RC_ASSERT(one.xirr.has_value() == other.xirr.has_value());
        RC_ASSERT(!one.xirr || is_near(*one.xirr, *other.xirr));
        RC_ASSERT(one.drawdown == other.drawdown);
        RC_ASSERT(one.volatility == other.volatility);
    }));
}

TEST_CASE("with one payment in, both ways of weighting give the same yearly rate")
{
    CHECK(rc::check([] {
        auto days = Days{"2022-02-03"};
        days.day("1000"_dec, "1000"_dec);
        auto const count = *rc::gen::inRange(365, 1'000);
        for (int i = 0; i < count; ++i) {
            days.day(Decimal{*rc::gen::inRange(500, 2'000)});
        }
        auto const returns = returns_of(Decimal{}, days.all());
        RC_ASSERT(returns.xirr && returns.twr_annual);
        RC_ASSERT(is_near(*returns.xirr, *returns.twr_annual));
    }));
}

TEST_CASE("the drawdown of each day is how far it is below the peak, whatever money comes and goes")
{
    auto const days =
        Days{"2024-01-01"}.day("100"_dec, "100"_dec).day("120"_dec).day("90"_dec).unknown().day("210"_dec, "100"_dec);
    CHECK(drawdowns_of(Decimal{}, days.all()) == std::vector<std::optional<Decimal>>(5)); // a flow after a gap
    auto const known =
        Days{"2024-01-01"}.day("100"_dec, "100"_dec).day("120"_dec).day("90"_dec).unknown().day("120"_dec);
    CHECK(drawdowns_of(Decimal{}, known.all()) ==
          std::vector<std::optional<Decimal>>{"0"_dec, "0"_dec, "0.25"_dec, std::nullopt, "0"_dec});
    CHECK(drawdowns_of(Decimal{}, {}).empty());
}

TEST_CASE("the deepest drawdown of the days and the return alone are those of the returns")
{
    rc::check([] {
        Days days{"2023-12-30"};
        auto const steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(0, 300), rc::gen::inRange(-50, 50)));
        for (auto const& [value, flow] : steps) {
            if (value == 0) {
                days.unknown();
            } else {
                days.day(Decimal{value}, Decimal{std::max(flow, 0)}, Decimal{std::max(-flow, 0)});
            }
        }
        auto const returns = returns_of("100"_dec, days.all());
        RC_ASSERT(time_weighted("100"_dec, days.all()) == (days.all().empty() ? std::nullopt : returns.twr));
        auto const depths = drawdowns_of("100"_dec, days.all());
        RC_ASSERT(depths.size() == days.all().size());
        auto const deepest = std::ranges::max_element(depths);
        if (returns.drawdown) {
            RC_ASSERT(*deepest == std::optional{returns.drawdown->depth});
        }
    });
}

TEST_CASE("periods are calendar months and years, each beginning with what the one before it left")
{
    auto const days = Days{"2023-12-30"}.day("1"_dec).day("2"_dec).until("2024-02-01", "3"_dec);
    auto const months = periods_of("9"_dec, days.all(), PeriodLength::month);
    REQUIRE(months.size() == 3);
    CHECK(months[0].name == "2023-12");
    CHECK(months[0].opening == "9"_dec);
    CHECK(months[0].days.size() == 2);
    CHECK(months[1].name == "2024-01");
    CHECK(months[1].opening == "2"_dec);
    CHECK(months[2].days.size() == 1);
    auto const years = periods_of("9"_dec, days.all(), PeriodLength::year);
    REQUIRE(years.size() == 2);
    CHECK(years[1].name == "2024");
    CHECK(years[1].days.size() == 32);
    CHECK(periods_of("9"_dec, {}, PeriodLength::year).empty());
}

} // namespace pf::valuation
