#include "pf/base/error.hpp"
#include "pf/money/decimal.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace pf;
using namespace pf::money;

namespace {

constexpr auto largest = "99999999999999999999.999999999999999999";
constexpr auto smallest_step = "0.000000000000000001";

Decimal decimal(std::string_view text)
{
    auto const parsed = parse_decimal(text);
    REQUIRE_MESSAGE(parsed, std::string{text});
    return parsed->value;
}

struct RoundedCase {
    char const* value;
    int digits;
    char const* half_even;
    char const* half_up;
    char const* down;
    char const* up;
};

struct BinaryCase {
    char const* left;
    char const* right;
    char const* expected;
};

} // namespace

TEST_CASE("a whole number becomes a decimal")
{
    CHECK(Decimal{} == Decimal{0});
    CHECK(Decimal{-7}.to_text() == "-7");
    CHECK(Decimal{std::numeric_limits<std::int64_t>::min()}.to_text() == "-9223372036854775808");
    CHECK(Decimal{std::numeric_limits<std::uint64_t>::max()}.to_text() == "18446744073709551615");
}

TEST_CASE("a decimal prints without needless digits")
{
    struct Case {
        Int128 units;
        char const* text;
    };
    std::vector<Case> const cases{
        {0, "0"},
        {1, smallest_step},
        {-1, "-0.000000000000000001"},
        {1'500'000'000'000'000'000, "1.5"},
        {-1'000'000'000'000'000'000, "-1"},
        {1'000'000'000'000'000'001, "1.000000000000000001"},
        {static_cast<Int128>(1'000'000'000'000'000'000) * 18'446'744'073'709'551'615ULL, "18446744073709551615"},
        {static_cast<Int128>(1'000'000'000'000'000'000) * 18'446'744'073'709'551'615ULL + 1'000'000'000'000'000'000,
         "18446744073709551616"},
        {Decimal::max().units(), largest},
        {-Decimal::max().units(), "-99999999999999999999.999999999999999999"},
    };
    for (auto const& [units, text] : cases) {
        CHECK(Decimal::from_units(units).to_text() == text);
    }
}

TEST_CASE("a decimal prints with a fixed number of digits")
{
    CHECK(decimal("1.005").to_text(2, Rounding::half_even) == "1.00");
    CHECK(decimal("1.005").to_text(2, Rounding::half_up) == "1.01");
    CHECK(decimal("-1.5").to_text(0, Rounding::half_even) == "-2");
    CHECK(decimal("0").to_text(2, Rounding::half_even) == "0.00");
    CHECK(decimal("-0.001").to_text(2, Rounding::half_even) == "0.00");
    CHECK(decimal("3").to_text(18, Rounding::half_even) == "3.000000000000000000");
}

TEST_CASE("units beyond 38 digits are refused")
{
    auto const beyond = Decimal::max().units() + 1;
    CHECK_THROWS_AS(static_cast<void>(Decimal::from_units(beyond)), Error);
    CHECK_THROWS_AS(static_cast<void>(Decimal::from_units(-beyond)), Error);
    CHECK_THROWS_AS(static_cast<void>(Decimal::from_units(std::numeric_limits<Int128>::min())), Error);
}

TEST_CASE("rounding keeps to its name for both signs and for ties")
{
    std::vector<RoundedCase> const cases{
        {"2.5", 0, "2", "3", "2", "3"},
        {"3.5", 0, "4", "4", "3", "4"},
        {"-2.5", 0, "-2", "-3", "-2", "-3"},
        {"-3.5", 0, "-4", "-4", "-3", "-4"},
        {"0.5", 0, "0", "1", "0", "1"},
        {"-0.5", 0, "0", "-1", "0", "-1"},
        {"0.4999", 0, "0", "0", "0", "1"},
        {"0.5001", 0, "1", "1", "0", "1"},
        {"-0.0001", 0, "0", "0", "0", "-1"},
        {"1.125", 2, "1.12", "1.13", "1.12", "1.13"},
        {"1.135", 2, "1.14", "1.14", "1.13", "1.14"},
        {"1.13", 2, "1.13", "1.13", "1.13", "1.13"},
        {smallest_step, 18, smallest_step, smallest_step, smallest_step, smallest_step},
        {smallest_step, 17, "0", "0", "0", "0.00000000000000001"},
        {"99999999999999999998.5", 0, "99999999999999999998", "99999999999999999999", "99999999999999999998",
         "99999999999999999999"},
    };
    for (auto const& row : cases) {
        CAPTURE(row.value);
        auto const value = decimal(row.value);
        CHECK(value.rounded(row.digits, Rounding::half_even).to_text() == row.half_even);
        CHECK(value.rounded(row.digits, Rounding::half_up).to_text() == row.half_up);
        CHECK(value.rounded(row.digits, Rounding::down).to_text() == row.down);
        CHECK(value.rounded(row.digits, Rounding::up).to_text() == row.up);
    }
}

TEST_CASE("rounding out of the range or to impossible digits is refused")
{
    CHECK_THROWS_AS(static_cast<void>(Decimal::max().rounded(0, Rounding::half_even)), Error);
    CHECK(Decimal::max().rounded(0, Rounding::down).to_text() == "99999999999999999999");
    CHECK_THROWS_AS(static_cast<void>(Decimal{1}.rounded(19, Rounding::down)), Error);
    CHECK_THROWS_AS(static_cast<void>(Decimal{1}.rounded(-1, Rounding::down)), Error);
}

TEST_CASE("sums are exact up to the limit")
{
    std::vector<BinaryCase> const cases{
        {"0.1", "0.2", "0.3"},
        {"-0.1", "0.1", "0"},
        {"99999999999999999999", "0.999999999999999999", largest},
        {largest, "-99999999999999999999.999999999999999999", "0"},
    };
    for (auto const& row : cases) {
        CHECK((decimal(row.left) + decimal(row.right)).to_text() == row.expected);
        CHECK((decimal(row.expected) - decimal(row.right)).to_text() == decimal(row.left).to_text());
    }
}

TEST_CASE("a sum beyond the limit is refused and leaves its operand alone")
{
    auto value = Decimal::max();
    CHECK_THROWS_AS(value += decimal(smallest_step), Error);
    CHECK_THROWS_AS(value += Decimal::max(), Error);
    CHECK_THROWS_AS(value -= -Decimal::max(), Error);
    CHECK(value == Decimal::max());
    CHECK_THROWS_AS(static_cast<void>(-Decimal::max() - decimal(smallest_step)), Error);
}

TEST_CASE("products round to the 18th decimal")
{
    std::vector<BinaryCase> const cases{
        {"1.5", "2.25", "3.375"},
        {"-1.5", "2", "-3"},
        {"-1.5", "-2", "3"},
        {"0", "-5", "0"},
        {largest, "1", largest},
        {largest, smallest_step, "100"},
        {smallest_step, "0.5", "0"},
        {"0.000000000000000003", "0.5", "0.000000000000000002"},
        {"-0.000000000000000003", "0.5", "-0.000000000000000002"},
        {"9999999999.999999999999999999", "9999999999.999999999999999999", "99999999999999999999.99999998"},
        {"12345.678901234567890123", "0.000000000000000001", "0.000000000000012346"},
    };
    for (auto const& row : cases) {
        CAPTURE(row.left);
        CHECK(multiply(decimal(row.left), decimal(row.right), Rounding::half_even).to_text() == row.expected);
    }
}

TEST_CASE("quotients round to the 18th decimal")
{
    std::vector<BinaryCase> const cases{
        {"1", "3", "0.333333333333333333"},
        {"2", "3", "0.666666666666666667"},
        {"-2", "3", "-0.666666666666666667"},
        {"2", "-3", "-0.666666666666666667"},
        {"-1", "-8", "0.125"},
        {"0", "7", "0"},
        {smallest_step, "2", "0"},
        {"0.000000000000000003", "2", "0.000000000000000002"},
        {largest, largest, "1"},
        {largest, "10", "10000000000000000000"},
        {smallest_step, largest, "0"},
        {"1", smallest_step, "1000000000000000000"},
    };
    for (auto const& row : cases) {
        CAPTURE(row.left);
        CHECK(divide(decimal(row.left), decimal(row.right), Rounding::half_even).to_text() == row.expected);
    }
}

TEST_CASE("a part of an amount is rounded once")
{
    auto const half_even = Rounding::half_even;
    CHECK(scaled(decimal("100"), decimal("1"), decimal("3"), half_even).to_text() == "33.333333333333333333");
    CHECK(scaled(decimal("100"), decimal("3"), decimal("3"), half_even).to_text() == "100");
    CHECK(scaled(Decimal::max(), Decimal::max(), Decimal::max(), half_even) == Decimal::max());
    CHECK(scaled(decimal("-10"), decimal("-1"), decimal("-4"), half_even).to_text() == "-2.5");
    CHECK(scaled(decimal("10"), decimal("1"), decimal("-4"), half_even).to_text() == "-2.5");
}

TEST_CASE("results out of the range and divisions by zero name their operands")
{
    auto const half_even = Rounding::half_even;
    CHECK_THROWS_WITH_AS(
        static_cast<void>(multiply(Decimal::max(), Decimal{-2}, half_even)),
        "the product of 99999999999999999999.999999999999999999 and -2 is out of range (at most 20 digits "
        "before the decimal mark)",
        Error);
    CHECK_THROWS_AS(static_cast<void>(multiply(Decimal::max(), Decimal::max(), half_even)), Error);
    CHECK_THROWS_AS(static_cast<void>(multiply(decimal("10000000000"), decimal("10000000000"), half_even)), Error);
    CHECK_THROWS_AS(static_cast<void>(divide(decimal("1000"), decimal(smallest_step), half_even)), Error);
    CHECK_THROWS_AS(static_cast<void>(scaled(Decimal::max(), Decimal{2}, Decimal{1}, half_even)), Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(divide(Decimal{1}, Decimal{}, half_even)), "1 cannot be divided by zero",
                         Error);
    CHECK_THROWS_AS(static_cast<void>(scaled(Decimal{1}, Decimal{1}, Decimal{}, half_even)), Error);
    try {
        static_cast<void>(Decimal::max() + Decimal{1});
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_data);
    }
}

TEST_CASE("a quotient that only rounding lifts to the limit is refused")
{
    // 10^20 - 10^-18 divided by 1 - 10^-18 is a little above 10^20 - 10^-18.
    CHECK_THROWS_AS(static_cast<void>(divide(Decimal::max(), decimal("0.999999999999999999"), Rounding::half_even)),
                    Error);
    auto const nearly = Decimal::from_units(Decimal::max().units() - 1);
    CHECK(scaled(nearly, Decimal::max(), Decimal::max(), Rounding::up) == nearly);
}

TEST_CASE("a literal with a mistake is a bug")
{
    CHECK("1.50"_dec == decimal("1.5"));
    try {
        static_cast<void>("1,5"_dec);
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::internal);
        CHECK(error.message() == "literal \"1,5\" is not a decimal");
    }
}
