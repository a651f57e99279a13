#include "pf/valuation/ratios.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace pf::valuation {
namespace {

using money::operator""_dec;
using test::on;

/// The digits that the source gives, rounded.
std::string shown(std::optional<Decimal> const& ratio, int digits)
{
    return ratio ? ratio->to_text(digits, Rounding::half_even) : "nothing";
}

double present_value(std::vector<Payment> const& payments, double rate)
{
    double sum = 0;
    for (auto const& payment : payments) {
        auto const years = static_cast<double>((payment.day - payments.front().day).count()) / 365;
        sum += static_cast<double>(payment.amount.units()) * 1e-18 * std::pow(1 + rate, -years);
    }
    return sum;
}

double number(Decimal ratio)
{
    return static_cast<double>(ratio.units()) * 1e-18;
}

} // namespace

TEST_CASE("the internal rate is that of published examples")
{
    struct Example {
        char const* source;
        std::vector<Payment> payments;
        Decimal rate;
        Decimal tolerance{1}; // in 10^-8, where Excel stops
    };
    std::vector<Example> const examples{
        {"Microsoft's page on XIRR",
         {{on("2008-01-01"), "-10000"_dec},
          {on("2008-03-01"), "2750"_dec},
          {on("2008-10-30"), "4250"_dec},
          {on("2009-02-15"), "3250"_dec},
          {on("2009-04-01"), "2750"_dec}},
         "0.373362535"_dec},
        {"Portfolio Performance, IRRTest, simple",
         {{on("2010-01-01"), "-200"_dec}, {on("2010-12-31"), "210"_dec}},
         "0.050140747"_dec},
        {"Portfolio Performance, IRRTest, slow curve",
         {{on("2002-11-30"), "-4398"_dec},
          {on("2007-06-11"), "200"_dec},
          {on("2008-05-11"), "270"_dec},
          {on("2009-05-01"), "280"_dec},
          {on("2010-06-01"), "280"_dec},
          {on("2011-05-02"), "300"_dec},
          {on("2012-04-30"), "330"_dec},
          {on("2012-12-06"), "14508"_dec}},
         "0.1444629967"_dec,
         Decimal{10'000}}, // the test's own: 10^-4
        {"Portfolio Performance, CurrencyTestCase",
         {{on("2015-01-02"), "-4131.99"_dec}, {on("2015-01-14"), "4187.94"_dec}},
         "0.505460984"_dec},
        {"Portfolio Performance, fees and taxes, before tax",
         {{on("2017-01-02"), "-1523"_dec},
          {on("2017-01-09"), "-10"_dec},
          {on("2017-01-10"), "5"_dec},
          {on("2017-01-31"), "1456.5"_dec}},
         "-0.453151944"_dec},
        {"Portfolio Performance, fees and taxes, after tax",
         {{on("2017-01-02"), "-1533"_dec},
          {on("2017-01-09"), "-10"_dec},
          {on("2017-01-10"), "5"_dec},
          {on("2017-01-11"), "-25"_dec},
          {on("2017-01-12"), "5"_dec},
          {on("2017-01-31"), "1456.5"_dec}},
         "-0.573350433"_dec},
        {"klippero/xirr-bug: where a Newton iteration goes astray",
         {{on("2019-09-10"), "-400"_dec},
          {on("2020-01-21"), "-400"_dec},
          {on("2020-02-24"), "-400"_dec},
          {on("2020-03-16"), "895.24"_dec}},
         "-0.7420"_dec,
         Decimal{10'000}}, // given to two digits of a percentage
    };
    for (auto const& example : examples) {
        CAPTURE(example.source);
        auto const rate = internal_rate(example.payments);
        REQUIRE(rate);
        CHECK((*rate - example.rate).abs() <=
              money::multiply(example.tolerance, "0.00000001"_dec, Rounding::half_even));
    }
}

TEST_CASE("where no rate or more than one makes the payments worth nothing, there is no internal rate")
{
    std::vector<Payment> const only_in{{on("2024-01-01"), "-100"_dec}, {on("2024-06-01"), "-50"_dec}};
    std::vector<Payment> const two_rates{
        {on("2019-01-01"), "100"_dec}, {on("2020-01-01"), "-230"_dec}, {on("2020-12-31"), "132"_dec}}; // 10 % and 20 %
    std::vector<Payment> const no_rate{
        {on("2019-01-01"), "100"_dec}, {on("2020-01-01"), "-100"_dec}, {on("2020-12-31"), "100"_dec}};
    CHECK(internal_rate({}) == std::nullopt);
    CHECK(internal_rate(only_in) == std::nullopt);
    CHECK(internal_rate(two_rates) == std::nullopt);
    CHECK(internal_rate(no_rate) == std::nullopt);
    CHECK(internal_rate(std::vector<Payment>{{on("2024-01-01"), "-1"_dec}, {on("2024-01-01"), "2"_dec}}) ==
          std::nullopt);
    CHECK(internal_rate(std::vector<Payment>{{on("2024-01-01"), "-1"_dec}, {on("2024-01-02"), "2"_dec}}) ==
          std::nullopt); // 10^110 a year
}

TEST_CASE("two rates that lie closer together than the search steps are two")
{
    // (1 + rate − 1.1)(1 + rate − 1.105)(1 + rate − 1.5): 10 %, 10.5 % and 50 %.
    std::vector<Payment> const three{{on("2021-01-01"), "-1000"_dec},
                                     {on("2022-01-01"), "3705"_dec},
                                     {on("2023-01-01"), "-4523"_dec},
                                     {on("2024-01-01"), "1823.25"_dec}};
    CHECK(fitting_rate(three) == InternalRate{std::nullopt, RateFit::several});
    // (1 + rate − 1.1)(1 + rate − 1.101): both within a step, and no other.
    std::vector<Payment> const two{
        {on("2021-01-01"), "1000"_dec}, {on("2022-01-01"), "-2201"_dec}, {on("2023-01-01"), "1211.1"_dec}};
    CHECK(fitting_rate(two) == InternalRate{std::nullopt, RateFit::several});
    // (1 + rate − 0.9)(1 + rate − 0.902): below zero.
    std::vector<Payment> const losses{
        {on("2021-01-01"), "1000"_dec}, {on("2022-01-01"), "-1802"_dec}, {on("2023-01-01"), "811.8"_dec}};
    CHECK(fitting_rate(losses) == InternalRate{std::nullopt, RateFit::several});
}

TEST_CASE("a rate at which the curve touches zero is one rate, and a curve that turns before it has none")
{
    std::vector<Payment> touching{
        {on("2021-01-01"), "1000"_dec}, {on("2022-01-01"), "-2200"_dec}, {on("2023-01-01"), "1210"_dec}};
    auto const touched = fitting_rate(touching);
    CHECK(touched.fit == RateFit::one);
    CHECK(shown(touched.rate, 6) == "0.100000");
    touching.back().amount = "1210.01"_dec;
    CHECK(fitting_rate(touching) == InternalRate{std::nullopt, RateFit::none});
}

TEST_CASE("beside another rate a loss of more than 99.9 % is no candidate, alone it is the return")
{
    // (1 + rate − 0.0005)(1 + rate − 1.1)
    std::vector<Payment> const beside{
        {on("2021-01-01"), "-1000"_dec}, {on("2022-01-01"), "1100.5"_dec}, {on("2023-01-01"), "-0.55"_dec}};
    CHECK(shown(internal_rate(beside), 9) == "0.100000000");
    // (1 + rate − 0.002)(1 + rate − 1.1)
    std::vector<Payment> const candidate{
        {on("2021-01-01"), "-1000"_dec}, {on("2022-01-01"), "1102"_dec}, {on("2023-01-01"), "-2.2"_dec}};
    CHECK(fitting_rate(candidate).fit == RateFit::several);
    std::vector<Payment> const alone{{on("2021-01-01"), "-1000"_dec}, {on("2022-01-01"), "0.5"_dec}};
    CHECK(internal_rate(alone) == "-0.9995"_dec);
}

TEST_CASE("why there is no rate is told: nothing paid, only one way, or beyond 10^15 a year")
{
    CHECK(fitting_rate({}).fit == RateFit::untold);
    CHECK(fitting_rate(std::vector<Payment>{{on("2021-01-01"), "-1"_dec}}).fit == RateFit::none);
    auto const grows = [](Decimal received) {
        return fitting_rate(std::vector<Payment>{{on("2021-01-01"), "-0.001"_dec}, {on("2022-01-01"), received}});
    };
    CHECK(grows("900000000000"_dec).fit == RateFit::one);
    CHECK(grows("1100000000000"_dec).fit == RateFit::none);
}

TEST_CASE("rates that are drawn are found, and several of them are never taken for one")
{
    CHECK(rc::check([] {
        // −(1 + rate − a)(1 + rate − b)(1 + rate − c), in hundred-thousandths.
        auto const a = *rc::gen::inRange(500, 4'000);
        auto const b = a + *rc::gen::inRange(1, 400);
        auto const c = b + *rc::gen::inRange(1, 2'000);
        auto const amount = [](std::int64_t value, int digits) {
            auto units = Decimal{value};
            for (int i = 0; i < digits; ++i) {
                units = money::divide(units, Decimal{10}, Rounding::half_even);
            }
            return units;
        };
        std::vector<Payment> const payments{
            {on("2021-01-01"), "-1000"_dec},
            {on("2022-01-01"), amount(std::int64_t{a} + b + c, 0)},
            {on("2023-01-01"), -amount(std::int64_t{a} * b + std::int64_t{b} * c + std::int64_t{a} * c, 3)},
            {on("2024-01-01"), amount(std::int64_t{a} * b * c, 6)}};
        RC_ASSERT(fitting_rate(payments).fit == RateFit::several);
    }));
}

TEST_CASE("payments that change sign at every turn have their rate, or are told to have several")
{
    std::vector<Payment> payments{{on("2010-01-01"), "-1000"_dec}};
    for (int i = 1; i < 60; ++i) {
        payments.push_back({on("2010-01-01") + std::chrono::days{30 * i}, Decimal{i % 2 == 0 ? -90 : 100}});
    }
    payments.push_back({on("2015-01-01"), "1500"_dec});
    auto const rate = internal_rate(payments);
    REQUIRE(rate);
    CHECK(std::abs(present_value(payments, number(*rate))) < 1e-5);
    // Far more often than are followed one by one: 10 % and 11 %, within a step or not.
    for (auto const& [second, fit] : {std::pair{"-2201.0001"_dec, RateFit::several}, {"-2100"_dec, RateFit::none}}) {
        std::vector<Payment> many{
            {on("2021-01-01"), "1000"_dec}, {on("2022-01-01"), second}, {on("2023-01-01"), "1211.1"_dec}};
        for (int i = 1; i < 40; ++i) {
            many.push_back({on("2021-01-01") + std::chrono::days{i}, i % 2 == 0 ? "-0.000001"_dec : "0.000001"_dec});
        }
        CHECK(fitting_rate(many).fit == fit);
    }
}

TEST_CASE("payments that change sign several times have an internal rate when only one fits")
{
    std::vector<Payment> const payments{{on("2020-01-01"), "-1000"_dec},
                                        {on("2020-07-01"), "1500"_dec},
                                        {on("2020-10-01"), "-700"_dec},
                                        {on("2021-03-01"), "300"_dec}};
    auto const rate = internal_rate(payments);
    REQUIRE(rate);
    CHECK(std::abs(present_value(payments, number(*rate))) < 1e-6);
}

TEST_CASE("the internal rate is found from a total loss but a cent to millionfold gains")
{
    auto const rate_of = [](Decimal received) {
        return internal_rate(std::vector<Payment>{{on("2023-01-01"), "-1000000"_dec}, {on("2024-01-01"), received}});
    };
    CHECK(rate_of("0.01"_dec) == "-0.99999999"_dec);
    CHECK(rate_of("999999"_dec) == "-0.000001"_dec);
    CHECK(rate_of("1000000"_dec) == "0"_dec);
    CHECK(rate_of("1000001"_dec) == "0.000001"_dec);
    CHECK(shown(rate_of("1000000000000"_dec), 3) == "999999.000");
}

TEST_CASE("at the internal rate the payments are worth nothing")
{
    CHECK(rc::check([] {
        auto const start = on("2001-03-04");
        std::vector<Payment> payments{{start, -Decimal{*rc::gen::inRange(1, 100'000)}}};
        auto const count = *rc::gen::inRange(1, 30);
        auto day = start;
        for (int i = 0; i < count; ++i) {
            day += std::chrono::days{*rc::gen::inRange(1, 400)};
            payments.push_back({day, Decimal{*rc::gen::inRange(-2'000, 6'000)}});
        }
        auto const rate = internal_rate(payments);
        RC_CLASSIFY(rate.has_value());
        if (!rate || *rate < "-0.5"_dec || *rate > "10"_dec) {
            return;
        }
        double size = 0;
        for (auto const& payment : payments) {
            auto const years = static_cast<double>((payment.day - start).count()) / 365;
            size += std::abs(number(payment.amount)) * std::pow(1 + number(*rate), -years) * (1 + years);
        }
        RC_ASSERT(std::abs(present_value(payments, number(*rate))) <= size * 1e-9);
    }));
}

TEST_CASE("the internal rate knows neither the order nor the size of the payments")
{
    CHECK(rc::check([] {
        std::vector<Payment> payments{{on("2020-01-01"), "-1000"_dec}};
        for (int i = 0; i < 5; ++i) {
            payments.push_back({on("2020-01-02") + std::chrono::days{*rc::gen::inRange(0, 900)},
                                Decimal{*rc::gen::inRange(-300, 900)}});
        }
        auto const rate = internal_rate(payments);
        auto other = payments;
        std::ranges::reverse(other);
        RC_ASSERT(internal_rate(other) == rate);
        for (auto& payment : other) {
            payment.amount = money::multiply(payment.amount, Decimal{1024}, Rounding::half_even);
        }
        RC_ASSERT(internal_rate(other) == rate);
    }));
}

TEST_CASE("growth is put on a year of 365 days")
{
    CHECK(annual_rate("1.1"_dec, 365) == "0.1"_dec);
    CHECK(annual_rate("1.21"_dec, 730) == "0.1"_dec);
    CHECK(annual_rate("1"_dec, 1) == "0"_dec);
    CHECK(annual_rate("0"_dec, 100) == "-1"_dec);
    CHECK(shown(annual_rate("1.0135407"_dec, 12), 4) == "0.5055");
    CHECK(annual_rate("1.1"_dec, 0) == std::nullopt);
    CHECK(annual_rate("-0.1"_dec, 10) == std::nullopt);
    CHECK(annual_rate("2"_dec, 1) == std::nullopt); // 10^110
}

TEST_CASE("volatility is that of Portfolio Performance, RiskTest, brought from six days to a year")
{
    std::vector<Decimal> const growths{"1.005"_dec, "0.996666666666666667"_dec, "0.995"_dec, "1.01"_dec, "1.01"_dec,
                                       "0.995"_dec};
    // 0.017736692475 is the deviation times √6; over 365 days with 6 prices it is per year.
    CHECK(shown(annual_volatility(growths, 365), 10) == "0.0177366925");
    CHECK(shown(annual_volatility(growths, 6), 9) == "0.138338621"); // × √(365 ÷ 6)
}

TEST_CASE("volatility needs two growths, and none may be a total loss")
{
    CHECK(annual_volatility({}, 10) == std::nullopt);
    CHECK(annual_volatility(std::vector{"1.1"_dec}, 10) == std::nullopt);
    CHECK(annual_volatility(std::vector{"1.1"_dec, "0"_dec}, 10) == std::nullopt);
    CHECK(annual_volatility(std::vector{"1.1"_dec, "1.2"_dec}, 0) == std::nullopt);
    CHECK(annual_volatility(std::vector{"1.1"_dec, "1.1"_dec, "1.1"_dec}, 3) == "0"_dec);
}

} // namespace pf::valuation
