#include "pf/base/error.hpp"
#include "pf/prices/gaps.hpp"
#include "pf/prices/json.hpp"
#include "pf/prices/symbol.hpp"
#include "pf/prices/table.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::day;

namespace {

std::string refusal_of(std::string const& text)
{
    try {
        (void)prices::parse_source(text, "mine.toml");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::config);
        return error.what();
    }
    return "accepted";
}

std::string const head = "name = \"mine\"\ntitle = \"Mine\"\ngives = \"prices\"\n";
std::string const shape = "[csv]\ndate = \"d\"\nclose = \"c\"\n";

} // namespace

TEST_CASE("every built-in source is right, and asks https alone")
{
    prices::Sources const sources{{}};
    CHECK(sources.all().size() >= 7);
    for (auto const& entry : sources.all()) {
        CAPTURE(entry.first);
        auto const& source = entry.second;
        CHECK(source.url.starts_with("https://"));
        bool const needs_key = source.url.find("{key}") != std::string::npos || !source.headers.empty();
        CHECK(needs_key == !source.key_file_env.empty());
        CHECK(!source.expect.empty());
    }
}

TEST_CASE("a definition that is wrong is refused with its line")
{
    CHECK(refusal_of(head + "url = \"https://a/{symbl}\"\n" + shape) == "mine.toml:4: \"{symbl}\" is no placeholder");
    CHECK(refusal_of(head + "url = \"https://a/b\"\n" + shape) == "mine.toml:4: a source of prices needs {symbol}");
    CHECK(refusal_of(head + shape).ends_with("a source has either a \"url\" or a \"command\""));
    CHECK(refusal_of(head + "url = \"https://a/{symbol}\"\n") ==
          "mine.toml:1: a source has exactly one of \"format\", [csv] and [json]");
    CHECK(refusal_of(head + "url = \"https://a/{symbol}\"\nlimit = 3\n" + shape) ==
          "mine.toml:5: unknown key \"limit\"");
    CHECK(refusal_of(head + "url = \"https://a/{symbol}\"\nfinal_after = \"25:00\"\n" + shape) ==
          "mine.toml:5: \"25:00\" is not a time of day, HH:MM in UTC");
    CHECK(refusal_of(head + "url = \"https://a/{symbol}\"\nunits = { p = { currency = \"GBP\", scale = \"0\" } }\n" +
                     shape) == "mine.toml:5: \"scale\" is not a number greater than zero");
    CHECK(refusal_of("name = \"Mine!\"\n").starts_with("mine.toml:1: \"Mine!\" is not a name"));
    CHECK(refusal_of("name = \n").starts_with("mine.toml:1: not valid TOML"));
    CHECK(refusal_of(head + "command = [\"get\", \"{symbol}\"]\n" + shape) == "accepted");
}

TEST_CASE("a user's source replaces the built-in one of its name")
{
    prices::Sources const sources{
        {{"name = \"ecb\"\ntitle = \"Mine\"\ngives = \"rates\"\nurl = \"https://a/\"\nformat = \"fx\"\n",
          "mine.toml"}}};
    CHECK(sources.get("ecb", "").title == "Mine");
    CHECK_THROWS_WITH_AS((void)sources.get("ebc", "--source"), "--source: there is no source \"ebc\"", Error);
}

TEST_CASE("symbols")
{
    CHECK(*prices::parse_symbol("tiingo") == prices::Symbol{"tiingo", "", ""});
    CHECK(*prices::parse_symbol("coingecko:bitcoin") == prices::Symbol{"coingecko", "bitcoin", ""});
    CHECK(*prices::parse_symbol("alphavantage:TSCO.LON GBp") == prices::Symbol{"alphavantage", "TSCO.LON", "GBp"});
    CHECK(*prices::parse_symbol("pricehist:yahoo:VOD.L") == prices::Symbol{"pricehist", "yahoo:VOD.L", ""});
    for (auto const* const text : {"", ":X", "a:", "a b c", " "}) {
        CAPTURE(text);
        CHECK(!prices::parse_symbol(text));
    }
}

TEST_CASE("JSON pointers, escapes and numbers as they stand")
{
    auto const json = prices::parse_json(R"({"a/b": [1.10, {"m~n": "x"}], "n": null, "big": 12345678901234567890123})");
    REQUIRE(json);
    CHECK(prices::find(*json, "/a~1b/0")->text == "1.10");
    CHECK(prices::find(*json, "/a~1b/1/m~0n")->text == "x");
    CHECK(prices::find(*json, "/big")->text == "12345678901234567890123");
    CHECK(prices::find(*json, "/n")->kind == prices::Json::Kind::null);
    CHECK(prices::find(*json, "/a~1b/2") == nullptr);
    CHECK(prices::find(*json, "/a~1b/-1") == nullptr);
    CHECK(prices::find(*json, "/none/deeper") == nullptr);
    CHECK(!prices::parse_json(std::string(33, '[') + std::string(33, ']')));
    CHECK(prices::parse_json(std::string(32, '[') + std::string(32, ']')));
    CHECK(!prices::parse_json(R"({"a": 1)"));
}

TEST_CASE("what is missing begins after the last close, or before the first long gap")
{
    std::vector<Date> const days{day("2026-01-02"), day("2026-01-05"), day("2026-03-02"), day("2026-03-03")};
    CHECK(prices::first_missing_day(days, {}, day("2026-02-01")) == day("2026-03-04"));
    CHECK(prices::first_missing_day({}, {}, day("2026-02-01")) == day("2026-02-01"));
    CHECK(prices::first_missing_day(days, day("2026-01-02"), day("2026-02-01")) == day("2026-01-06"));
    CHECK(prices::first_missing_day(days, day("2025-06-01"), day("2026-02-01")) == day("2025-06-01"));
    CHECK(prices::first_missing_day(days, day("2026-03-01"), day("2026-02-01")) == day("2026-03-04"));
    CHECK(!prices::has_weekday(day("2026-11-28"), day("2026-11-29")));
    CHECK(prices::has_weekday(day("2026-11-28"), day("2026-11-30")));
}

TEST_CASE("what is imported is quoted and names its source")
{
    auto const source = test::source_of(shape);
    auto question = test::question_of(source);
    question.ticker = "A \"B\", C";
    prices::Table table;
    table.add(question, {day("2026-11-27"), {}, money::parse_decimal("1.50")->value, Currency{"USD"}, {}, {}});
    CHECK(table.prices() == "date,ticker,close,currency,source\n2026-11-27,\"A \"\"B\"\", C\",1.5,USD,here\n");
    CHECK(!table.has_rates());
}
