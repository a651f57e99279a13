// Every operation against exact rationals, over the whole range.
#include "pf/base/error.hpp"
#include "pf/money/decimal.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

using namespace pf;
using namespace pf::money;
using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

namespace {

cpp_int power_of_ten(unsigned exponent)
{
    return pow(cpp_int{10}, exponent);
}

cpp_int units_of(Decimal value)
{
    return cpp_int{value.units()};
}

cpp_rational rational(Decimal value)
{
    return {units_of(value), power_of_ten(18)};
}

/// The specification, written as plainly as can be.
cpp_int rounded_to_integer(cpp_rational const& value, Rounding rounding)
{
    bool const negative = value < 0;
    cpp_rational const positive = negative ? cpp_rational{-value} : value;
    cpp_int const below = numerator(positive) / denominator(positive);
    cpp_rational const rest = positive - below;
    cpp_rational const half{1, 2};
    bool away = false;
    switch (rounding) {
    case Rounding::half_even:
        away = rest > half || (rest == half && below % 2 == 1);
        break;
    case Rounding::half_up:
        away = rest >= half;
        break;
    case Rounding::down:
        break;
    case Rounding::up:
        away = rest > 0;
        break;
    }
    cpp_int const result = away ? cpp_int{below + 1} : below;
    return negative ? cpp_int{-result} : result;
}

/// The 10^-18ths of a value; nothing when it is out of range.
std::optional<cpp_int> expected_units(cpp_rational const& value, Rounding rounding, unsigned digits = 18)
{
    cpp_int const units = rounded_to_integer(value * power_of_ten(digits), rounding) * power_of_ten(18 - digits);
    return abs(units) < power_of_ten(38) ? std::optional{units} : std::nullopt;
}

std::optional<cpp_int> units_or_nothing(std::function<Decimal()> const& operation)
{
    try {
        return units_of(operation());
    } catch (Error const& error) {
        RC_ASSERT(error.code() == ExitCode::bad_data);
        return std::nullopt;
    }
}

/// Numbers of 0 to 38 digits, each length equally likely, many of them with zeros at the end and some at the very
/// limits.
rc::Gen<Decimal> any_decimal()
{
    return rc::gen::exec([] {
        auto const digits = *rc::gen::inRange(0, 39);
        auto const zeros = *rc::gen::inRange(0, 39);
        auto const nines = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
        Int128 units = 0;
        for (int i = 0; i < digits; ++i) {
            auto const digit = nines ? 9 : *rc::gen::inRange(0, 10);
            units = units * 10 + (i < digits - zeros || zeros > 18 ? digit : 0);
        }
        return Decimal::from_units(*rc::gen::arbitrary<bool>() ? -units : units);
    });
}

rc::Gen<Rounding> any_rounding()
{
    return rc::gen::element(Rounding::half_even, Rounding::half_up, Rounding::down, Rounding::up);
}

} // namespace

namespace rc {

void showValue(Decimal const& value, std::ostream& out)
{
    out << value.to_text();
}

template <>
struct Arbitrary<Decimal> {
    static Gen<Decimal> arbitrary() { return any_decimal(); }
};

template <>
struct Arbitrary<Rounding> {
    static Gen<Rounding> arbitrary() { return any_rounding(); }
};

} // namespace rc

TEST_CASE("sums and differences equal those of rationals")
{
    CHECK(rc::check([](Decimal left, Decimal right) {
        RC_ASSERT(units_or_nothing([&] { return left + right; }) ==
                  expected_units(rational(left) + rational(right), Rounding::down));
        RC_ASSERT(units_or_nothing([&] { return left - right; }) ==
                  expected_units(rational(left) - rational(right), Rounding::down));
    }));
}

TEST_CASE("products equal those of rationals, rounded once")
{
    CHECK(rc::check([](Decimal left, Decimal right, Rounding rounding) {
        RC_ASSERT(units_or_nothing([&] { return multiply(left, right, rounding); }) ==
                  expected_units(rational(left) * rational(right), rounding));
    }));
}

TEST_CASE("quotients equal those of rationals, rounded once")
{
    CHECK(rc::check([](Decimal left, Decimal right, Rounding rounding) {
        RC_PRE(!right.is_zero());
        RC_ASSERT(units_or_nothing([&] { return divide(left, right, rounding); }) ==
                  expected_units(rational(left) / rational(right), rounding));
    }));
}

TEST_CASE("scaled amounts equal those of rationals, rounded once")
{
    CHECK(rc::check([](Decimal value, Decimal numerator, Decimal denominator, Rounding rounding) {
        RC_PRE(!denominator.is_zero());
        RC_ASSERT(units_or_nothing([&] { return scaled(value, numerator, denominator, rounding); }) ==
                  expected_units(rational(value) * rational(numerator) / rational(denominator), rounding));
    }));
}

TEST_CASE("exact ties round as their name says")
{
    CHECK(rc::check([](std::int64_t odd_halves, Rounding rounding) {
        auto const left = Decimal::from_units(Int128{2} * odd_halves + 1);
        auto const half = Decimal::from_units(500'000'000'000'000'000);
        auto const expected = expected_units(rational(left) / 2, rounding);
        RC_ASSERT(units_or_nothing([&] { return multiply(left, half, rounding); }) == expected);
        RC_ASSERT(units_or_nothing([&] { return divide(left, Decimal{2}, rounding); }) == expected);
        RC_ASSERT(units_or_nothing([&] { return scaled(left, Decimal{-7}, Decimal{-14}, rounding); }) == expected);
    }));
}

TEST_CASE("a rounded decimal equals the rounded rational")
{
    CHECK(rc::check([](Decimal value, Rounding rounding) {
        auto const digits = *rc::gen::inRange(0, 19);
        RC_ASSERT(units_or_nothing([&] { return value.rounded(digits, rounding); }) ==
                  expected_units(rational(value), rounding, static_cast<unsigned>(digits)));
    }));
}

TEST_CASE("decimals order as rationals do")
{
    CHECK(rc::check([](Decimal left, Decimal right) {
        RC_ASSERT((left < right) == (rational(left) < rational(right)));
        RC_ASSERT((left == right) == (rational(left) == rational(right)));
        RC_ASSERT(left.is_negative() == (rational(left) < 0));
        RC_ASSERT(left.is_positive() == (rational(left) > 0));
        RC_ASSERT(rational(left.abs()) == abs(rational(left)));
    }));
}

TEST_CASE("what is printed parses to the same decimal")
{
    CHECK(rc::check([](Decimal value) {
        auto const parsed = parse_decimal(value.to_text());
        RC_ASSERT(parsed);
        RC_ASSERT(*parsed == (ParsedDecimal{value, false}));
        auto const with_all_digits = parse_decimal(value.to_text(18, Rounding::down));
        RC_ASSERT(with_all_digits);
        RC_ASSERT(with_all_digits->value == value);
    }));
}

TEST_CASE("the canonical text is the shortest")
{
    CHECK(rc::check([](Decimal value) {
        auto const text = value.to_text();
        RC_ASSERT(text.find('.') == std::string::npos || (text.back() != '0' && text.back() != '.'));
        RC_ASSERT(text != "-0");
        cpp_rational const magnitude = abs(rational(value));
        auto const whole = text.substr(value.is_negative() ? 1 : 0, text.find('.') - (value.is_negative() ? 1 : 0));
        RC_ASSERT(cpp_int{whole} == numerator(magnitude) / denominator(magnitude));
        RC_ASSERT(whole == "0" || whole.front() != '0');
    }));
}

TEST_CASE("any digits parse to the rounded rational, or are refused for the right reason")
{
    CHECK(rc::check([](bool negative) {
        auto const digit = rc::gen::inRange('0', static_cast<char>('9' + 1));
        auto const whole = *rc::gen::resize(24, rc::gen::nonEmpty(rc::gen::container<std::string>(digit)));
        auto const fraction = *rc::gen::resize(24, rc::gen::nonEmpty(rc::gen::container<std::string>(digit)));
        auto const text = (negative ? "-" : "") + whole + "." + fraction;
        // Boost would read a leading zero as the mark of an octal number.
        auto const digits = (whole + fraction).erase(0, (whole + fraction).find_first_not_of('0'));
        cpp_rational const magnitude{cpp_int{digits.empty() ? "0" : digits},
                                     power_of_ten(static_cast<unsigned>(fraction.size()))};
        cpp_rational const value = negative ? cpp_rational{-magnitude} : magnitude;
        bool const is_ours = denominator(cpp_rational{value * power_of_ten(18)}) == 1;
        auto const expected = expected_units(value, Rounding::half_even);

        auto const rounded = parse_decimal(text, {}, Excess::round);
        RC_ASSERT(static_cast<bool>(rounded) == expected.has_value());
        if (rounded) {
            RC_ASSERT(units_of(rounded->value) == *expected);
            RC_ASSERT(rounded->was_rounded == !is_ours);
        }
        auto const exact = parse_decimal(text);
        RC_ASSERT(static_cast<bool>(exact) == (expected.has_value() && is_ours));
    }));
}
