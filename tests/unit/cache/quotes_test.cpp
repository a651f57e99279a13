#include "pf/cache/quotes.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using cache::parse_quote;
using money::operator""_dec;

namespace {

std::string problem_of(std::string const& json)
{
    auto const quote = parse_quote("AAPL", json);
    return quote ? "accepted at " + quote->close.to_text() : quote.problem().message;
}

} // namespace

TEST_CASE("a quote is a price of its day")
{
    auto const quote = parse_quote(
        "AAPL", R"({"price": "187.35", "currency": "USD", "time": "2026-11-20T15:04:05Z", "bid": "187.30"})");
    REQUIRE(quote);
    CHECK(quote->ticker == "AAPL");
    CHECK(quote->close == "187.35"_dec);
    CHECK(quote->currency == Currency{"USD"});
    CHECK(quote->date == *base::parse_date("2026-11-20"));
    CHECK(quote->source == "live");
}

TEST_CASE("a price that is a JSON number is taken from its text, not from a binary fraction")
{
    auto const of = [](std::string const& price) {
        return parse_quote("X", R"({"time": "2026-11-20T23:59:59+02:00", "price": )" + price + "}")->close;
    };
    CHECK(of("0.1") == "0.1"_dec);
    CHECK(of("123456789012.123456789012345678") == "123456789012.123456789012345678"_dec);
    CHECK(of("187") == "187"_dec);
    CHECK(parse_quote("X", R"({"price": 1, "time": "2026-11-21T01:00:00+02:00"})")->date ==
          *base::parse_date("2026-11-20"));
    CHECK(parse_quote("X", R"({"price": 1, "time": "2026-11-21T01:00:00Z"})")->currency.is_none());
}

TEST_CASE("what is no quote is refused")
{
    std::string const shape = "is not a JSON object of price, currency and time";
    for (auto const* const json : {"", "187.35", "\"187.35\"", "null", "[]", "{", R"({"price": [1]})",
                                   R"({"price": {"a": 1}})", R"({"price": true})", "{\"price\": \"\xff\"}"}) {
        CAPTURE(json);
        CHECK(problem_of(json) == shape);
    }
    std::string const time = R"(, "time": "2026-11-20T15:04:05Z"})";
    for (auto const* const price : {"\"\"", "\"-1\"", "\"1e5\"", "1e5", "\"NaN\"", "\"1,5\"", "null"}) {
        CAPTURE(price);
        CHECK(problem_of(std::string{R"({"price": )"} + price + time) == "has no price");
    }
    CHECK(problem_of("{}") == "has no price");
    CHECK(problem_of(R"({"price": "1"})") == "has no time");
    CHECK(problem_of(R"({"price": "1", "time": "2026-11-20"})") == "has no time");
    CHECK(problem_of(R"({"price": "1", "currency": "$")" + time) == "has a currency that is not one");
}
