#include "pf/base/error.hpp"
#include "pf/money/decimal.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace pf;
using namespace pf::money;

namespace {

constexpr NumberStyle english{'.', ','};
constexpr NumberStyle dutch{',', '.'};
constexpr NumberStyle dutch_without_groups{',', '\0'};
constexpr NumberStyle swiss{'.', '\''};

struct Accepted {
    std::string_view text;
    NumberStyle style;
    char const* value;
};

struct Refused {
    std::string_view text;
    NumberStyle style;
    char const* message;
    char const* hint;
};

} // namespace

TEST_CASE("texts that are decimals")
{
    std::vector<Accepted> const cases{
        {"0", {}, "0"},
        {"-0", {}, "0"},
        {"-0.000", {}, "0"},
        {"007", {}, "7"},
        {"1", {}, "1"},
        {"+3.10", {}, "3.1"},
        {"-2.50", {}, "-2.5"},
        {".5", {}, "0.5"},
        {"-.5", {}, "-0.5"},
        {"123456789012345678", {}, "123456789012345678"},
        {"12345678901234567.8", {}, "12345678901234567.8"},
        {"1234567890123456789", {}, "1234567890123456789"},
        {"0.000000000000000001", {}, "0.000000000000000001"},
        {".000000000000000001", {}, "0.000000000000000001"},
        {"99999999999999999999.999999999999999999", {}, "99999999999999999999.999999999999999999"},
        {"-99999999999999999999.999999999999999999", {}, "-99999999999999999999.999999999999999999"},
        {"0000000000000000000000000000000000000001", {}, "1"},
        {"1.5000000000000000000000000000000000000000", {}, "1.5"},
        {"1,234.5", english, "1234.5"},
        {"-1,234,567", english, "-1234567"},
        {"1234.5", english, "1234.5"},
        {"12,345,678,901,234,567,890.5", english, "12345678901234567890.5"},
        {"1.234,50", dutch, "1234.5"},
        {",5", dutch, "0.5"},
        {"1,5", dutch_without_groups, "1.5"},
        {"1'234.50", swiss, "1234.5"},
    };
    for (auto const& row : cases) {
        CAPTURE(row.text);
        auto const parsed = parse_decimal(row.text, row.style);
        REQUIRE(parsed);
        CHECK(parsed->value.to_text() == row.value);
        CHECK_FALSE(parsed->was_rounded);
    }
}

TEST_CASE("texts that are not decimals, and why")
{
    auto const* const malformed = "is not a decimal";
    auto const* const outside = "is out of range (at most 20 digits before the decimal mark)";
    auto const* const comma = "this looks like a decimal comma";
    auto const* const point = "this looks like a decimal point";
    auto const* const exponent = "write it without an exponent";
    auto const* const in_digits = "write it in digits, such as 1234.56";
    auto const* const one_mark = "write digits with at most one decimal mark, such as 1234.56";
    auto const* const mark_missing = "is a decimal mark missing?";
    auto const* const not_ascii = "it has characters outside ASCII";
    std::vector<Refused> const cases{
        {"", {}, "is empty", ""},
        {"-", {}, malformed, in_digits},
        {"+", {}, malformed, in_digits},
        {".", {}, malformed, in_digits},
        {"-.", {}, malformed, in_digits},
        {"--1", {}, malformed, one_mark},
        {"+-1", {}, malformed, one_mark},
        {"1-", {}, malformed, one_mark},
        {"1.", {}, malformed, "there are no digits after the decimal mark"},
        {"1.2.3", {}, malformed, one_mark},
        {"1..2", {}, malformed, one_mark},
        {" 1", {}, malformed, "it has white space"},
        {"1 ", {}, malformed, "it has white space"},
        {"1e5", {}, malformed, exponent},
        {"1E-5", {}, malformed, exponent},
        {"NaN", {}, malformed, in_digits},
        {"inf", {}, malformed, in_digits},
        {"0x10", {}, malformed, one_mark},
        {"$1", {}, malformed, one_mark},
        {"(1)", {}, malformed, one_mark},
        {"=1+1", {}, malformed, one_mark},
        {"１２", {}, malformed, not_ascii},
        {"1\xC2\xA0"
         "000",
         {},
         malformed,
         not_ascii},
        {"−1", {}, malformed, not_ascii},
        {std::string_view{"1\0", 2}, {}, malformed, one_mark},
        {"1,5", {}, malformed, comma},
        {"1.5", dutch, malformed, point},
        {"1.5", dutch_without_groups, malformed, point},
        {"12,34", english, malformed, comma},
        {"1,23,456", english, malformed, comma},
        {",123", english, malformed, comma},
        {"1234,567", english, malformed, comma},
        {"1,234567", english, malformed, comma},
        {"1,,234", english, malformed, comma},
        {"1,234,", english, malformed, comma},
        {"1.234,5", english, malformed, one_mark},
        {"1,234.5", {}, malformed, one_mark},
        {"1.5,000", english, malformed, one_mark},
        {"100000000000000000000", {}, outside, mark_missing},
        {"-100000000000000000000", {}, outside, mark_missing},
        {"1234567890123456789012345678901234567890", {}, outside, mark_missing},
        {"0.0000000000000000001", {}, "has more than 18 decimals", "round it to 18"},
        {"1.1234567890123456789", {}, "has more than 18 decimals", "round it to 18"},
    };
    for (auto const& row : cases) {
        CAPTURE(row.text);
        auto const parsed = parse_decimal(row.text, row.style);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.problem().message == row.message);
        CHECK(parsed.problem().hint == row.hint);
    }
}

TEST_CASE("a price with more than 18 decimals is rounded half-even and says so")
{
    struct Case {
        std::string_view text;
        char const* value;
        bool was_rounded;
    };
    std::vector<Case> const cases{
        {"0.1234567890123456785", "0.123456789012345678", true},
        {"0.1234567890123456775", "0.123456789012345678", true},
        {"0.12345678901234567850001", "0.123456789012345679", true},
        {"0.1234567890123456784999999", "0.123456789012345678", true},
        {"-0.1234567890123456786", "-0.123456789012345679", true},
        {"0.0000000000000000004", "0", true},
        {"0.9999999999999999999", "1", true},
        {"0.1234567890123456780000", "0.123456789012345678", false},
        {"1.5", "1.5", false},
    };
    for (auto const& row : cases) {
        CAPTURE(row.text);
        auto const parsed = parse_decimal(row.text, {}, Excess::round);
        REQUIRE(parsed);
        CHECK(parsed->value.to_text() == row.value);
        CHECK(parsed->was_rounded == row.was_rounded);
    }
    CHECK_FALSE(parse_decimal("99999999999999999999.9999999999999999995", {}, Excess::round));
}

TEST_CASE("I8: a number of a million digits is refused, or read when they say nothing")
{
    std::string const many(1'000'000, '1');
    CHECK(parse_decimal(many).problem().message == "is out of range (at most 20 digits before the decimal mark)");
    CHECK(parse_decimal("0." + many).problem().message == "has more than 18 decimals");
    CHECK(parse_decimal("0." + many, {}, Excess::round)->value.to_text() == "0.111111111111111111");
    CHECK(parse_decimal(std::string(1'000'000, '0'))->value.is_zero());
}
