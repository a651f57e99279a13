#include "pf/base/error.hpp"
#include "pf/money/currency.hpp"

#include <doctest/doctest.h>

#include <string_view>
#include <utility>
#include <vector>

using namespace pf;

TEST_CASE("a currency keeps its code")
{
    for (std::string_view const code : {"EUR", "USDT", "USD", "STETH", "A1B", "ABCDEFGHIJ"}) {
        auto const parsed = Currency::parse(code);
        REQUIRE(parsed);
        CHECK(parsed->code() == code);
        CHECK(*parsed == Currency{code});
        CHECK_FALSE(parsed->is_none());
    }
}

TEST_CASE("no currency is its own value")
{
    CHECK(Currency{}.is_none());
    CHECK(Currency{}.code().empty());
    CHECK(Currency{} != Currency{"EUR"});
    CHECK(Currency{"EUR"} < Currency{"USD"});
    CHECK(Currency{"USD"} < Currency{"USDT"});
}

TEST_CASE("texts that are no currency code say what one looks like")
{
    for (std::string_view const code : {"", "EU", "ABCDEFGHIJK", "1AB", "E-R", "EU R", "€€€", "ÄÖÜ"}) {
        CAPTURE(code);
        auto const parsed = Currency::parse(code);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.problem().message == "is not a currency code");
        CHECK(parsed.problem().hint == "a code has 3 to 10 capitals or digits, for example EUR");
    }
    CHECK(Currency::parse("eur").problem().hint == "write it as EUR");
    CHECK(Currency::parse(" EUR").problem().hint == "write it as EUR");
    CHECK_THROWS_WITH_AS(Currency{"€"}, "\"€\" is not a currency code", Error);
}

TEST_CASE("minor digits are those of ISO 4217, and eight for other codes")
{
    std::vector<std::pair<char const*, int>> const cases{
        {"EUR", 2}, {"USD", 2},  {"AED", 2}, {"ZWL", 2},  {"HUF", 2},  {"JPY", 0}, {"BIF", 0},
        {"XPF", 0}, {"ISK", 0},  {"KWD", 3}, {"TND", 3},  {"BHD", 3},  {"CLF", 4}, {"UYW", 4},
        {"BTC", 8}, {"USDT", 8}, {"XAU", 8}, {"USDC", 8}, {"EURC", 8}, {"AAA", 8}, {"ZZZ", 8},
    };
    for (auto const& row : cases) {
        CAPTURE(row.first);
        CHECK(Currency{row.first}.minor_digits() == row.second);
    }
    CHECK(Currency{}.minor_digits() == 8);
}
