#include "pf/money/decimal.hpp"

#include "pf/base/error.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <limits>

namespace pf::money {
namespace {

constexpr int most_digits = 38;

constexpr auto powers_of_ten = [] {
    std::array<Uint128, most_digits + 1> powers{};
    Uint128 power = 1;
    for (auto& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}();

constexpr Uint128 power_of_ten(int exponent)
{
    return powers_of_ten[static_cast<std::size_t>(exponent)];
}

constexpr Uint128 limit = power_of_ten(most_digits);
constexpr Uint128 one = power_of_ten(Decimal::scale);

constexpr Uint128 magnitude(Decimal value)
{
    return static_cast<Uint128>(value.abs().units());
}

/// \param magnitude  less than 10^38
Decimal signed_decimal(Uint128 magnitude, bool negative)
{
    auto const units = static_cast<Int128>(magnitude);
    return Decimal::from_units(negative ? -units : units);
}

[[noreturn]] void throw_out_of_range(std::string const& what)
{
    throw OutOfRange{what};
}

std::string pair_text(Decimal left, Decimal right)
{
    return left.to_text() + " and " + right.to_text();
}

/// Whether a quotient whose remainder is not zero goes to the next integer away from zero.
/// \param half  the remainder compared with half of the divisor
bool rounds_away(Rounding rounding, std::strong_ordering half, bool quotient_is_odd)
{
    switch (rounding) {
    case Rounding::half_even:
        return half > 0 || (half == 0 && quotient_is_odd);
    case Rounding::half_up:
        return half >= 0;
    case Rounding::down:
        return false;
    case Rounding::up:
        return true;
    }
    return false;
}

Uint128 rounded_quotient(Uint128 dividend, Uint128 divisor, Rounding rounding)
{
    auto const quotient = dividend / divisor;
    auto const remainder = dividend - quotient * divisor;
    if (remainder == 0) {
        return quotient;
    }
    auto const half = remainder <=> divisor - remainder;
    return quotient + (rounds_away(rounding, half, (quotient & 1) != 0) ? 1 : 0);
}

int trailing_zero_bits(Uint128 value)
{
    auto const low = static_cast<std::uint64_t>(value);
    return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

/// Divides both by the greatest power of two that divides both.
void cancel_twos(Uint128& left, Uint128& right)
{
    int const shift = std::min(trailing_zero_bits(left), trailing_zero_bits(right));
    left >>= shift;
    right >>= shift;
}

/// left × right ÷ divisor for operands below 10^38, so that the product has at most 253 bits.
/// \return  at least 10^38 when the result is out of range
Uint128 wide_quotient(Uint128 left, Uint128 right, Uint128 divisor, Rounding rounding)
{
    using Uint256 = boost::multiprecision::uint256_t;
    Uint256 quotient;
    Uint256 remainder;
    divide_qr(Uint256{left} * Uint256{right}, Uint256{divisor}, quotient, remainder);
    if (quotient >= Uint256{limit}) {
        return limit;
    }
    auto const narrow = static_cast<Uint128>(quotient);
    auto const rest = static_cast<Uint128>(remainder);
    if (rest == 0) {
        return narrow;
    }
    return narrow + (rounds_away(rounding, rest <=> divisor - rest, (narrow & 1) != 0) ? 1 : 0);
}

/// left × right ÷ divisor, rounded once.
/// \return  at least 10^38 when the result is out of range
Uint128 quotient_of_product(Uint128 left, Uint128 right, Uint128 divisor, Rounding rounding)
{
    if (left == 0 || right == 0) {
        return 0;
    }
    // Amounts with few decimals are multiples of a high power of two (10^18 = 2^18 × 5^18). Without it the product of
    // everyday amounts has fewer than 128 bits.
    cancel_twos(left, divisor);
    cancel_twos(right, divisor);
    Uint128 product = 0;
    if (!__builtin_mul_overflow(left, right, &product)) {
        return rounded_quotient(product, divisor, rounding);
    }
    return wide_quotient(left, right, divisor, rounding);
}

char* append_digits(char* out, std::uint64_t value)
{
    return std::to_chars(out, out + 20, value).ptr;
}

char* append_padded(char* out, std::uint64_t value, int digits)
{
    for (char* digit = out + digits; digit != out; value /= 10) {
        *--digit = static_cast<char>('0' + value % 10);
    }
    return out + digits;
}

/// \param fraction_digits  how many digits to print after the decimal mark; the rest must be zero
std::string print(Decimal value, int fraction_digits)
{
    std::array<char, 48> buffer{};
    char* out = buffer.data();
    if (value.is_negative()) {
        *out++ = '-';
    }
    auto const units = magnitude(value);
    auto const whole = units / one;
    auto const fraction = static_cast<std::uint64_t>(units - whole * one);
    if (whole <= std::numeric_limits<std::uint64_t>::max()) {
        out = append_digits(out, static_cast<std::uint64_t>(whole));
    } else {
        out = append_digits(out, static_cast<std::uint64_t>(whole / one));
        out = append_padded(out, static_cast<std::uint64_t>(whole % one), Decimal::scale);
    }
    if (fraction_digits > 0) {
        *out++ = '.';
        out = append_padded(out, fraction / static_cast<std::uint64_t>(power_of_ten(Decimal::scale - fraction_digits)),
                            fraction_digits);
    }
    return {buffer.data(), out};
}

int digits_needed(std::uint64_t fraction)
{
    int digits = fraction == 0 ? 0 : Decimal::scale;
    for (; digits > 0 && fraction % 10 == 0; fraction /= 10) {
        --digits;
    }
    return digits;
}

void require_fraction_digits(int digits)
{
    if (digits < 0 || digits > Decimal::scale) {
        throw Error{ExitCode::internal, "a decimal cannot be rounded to " + std::to_string(digits) + " digits"};
    }
}

} // namespace

OutOfRange::OutOfRange(std::string const& what)
    : Error{ExitCode::bad_data, what + " is out of range (at most 20 digits before the decimal mark)"}
{
}

Decimal Decimal::from_units(Int128 units)
{
    auto const signed_limit = static_cast<Int128>(limit);
    if (units >= signed_limit || units <= -signed_limit) {
        throw_out_of_range("a number");
    }
    Decimal result;
    result.m_units = units;
    return result;
}

Decimal Decimal::max()
{
    return from_units(static_cast<Int128>(limit - 1));
}

std::string Decimal::to_text() const
{
    return print(*this, digits_needed(static_cast<std::uint64_t>(magnitude(*this) % one)));
}

std::string Decimal::to_text(int digits, Rounding rounding) const
{
    return print(rounded(digits, rounding), digits);
}

Decimal Decimal::rounded(int digits, Rounding rounding) const
{
    require_fraction_digits(digits);
    auto const step = power_of_ten(scale - digits);
    auto const units = rounded_quotient(magnitude(*this), step, rounding) * step;
    if (units >= limit) {
        throw_out_of_range(to_text() + ", rounded to " + std::to_string(digits) + " decimals,");
    }
    return signed_decimal(units, is_negative());
}

Decimal& Decimal::operator+=(Decimal other)
{
    // Twice 10^38 is more than 127 bits hold.
    Int128 sum = 0;
    auto const signed_limit = static_cast<Int128>(limit);
    if (__builtin_add_overflow(m_units, other.m_units, &sum) || sum >= signed_limit || sum <= -signed_limit) {
        throw_out_of_range("the sum of " + pair_text(*this, other));
    }
    m_units = sum;
    return *this;
}

Decimal& Decimal::operator-=(Decimal other)
{
    return *this += -other;
}

Decimal multiply(Decimal left, Decimal right, Rounding rounding)
{
    auto const units = quotient_of_product(magnitude(left), magnitude(right), one, rounding);
    if (units >= limit) {
        throw_out_of_range("the product of " + pair_text(left, right));
    }
    return signed_decimal(units, left.is_negative() != right.is_negative());
}

Decimal divide(Decimal left, Decimal right, Rounding rounding)
{
    if (right.is_zero()) {
        throw Error{ExitCode::bad_data, left.to_text() + " cannot be divided by zero"};
    }
    auto const units = quotient_of_product(magnitude(left), one, magnitude(right), rounding);
    if (units >= limit) {
        throw_out_of_range("the quotient of " + pair_text(left, right));
    }
    return signed_decimal(units, left.is_negative() != right.is_negative());
}

Decimal scaled(Decimal value, Decimal numerator, Decimal denominator, Rounding rounding)
{
    if (denominator.is_zero()) {
        throw Error{ExitCode::bad_data, value.to_text() + " cannot be scaled by a fraction whose denominator is zero"};
    }
    auto const units = quotient_of_product(magnitude(value), magnitude(numerator), magnitude(denominator), rounding);
    if (units >= limit) {
        throw_out_of_range(value.to_text() + ", scaled by the ratio of " + pair_text(numerator, denominator) + ",");
    }
    return signed_decimal(units, (value.is_negative() != numerator.is_negative()) != denominator.is_negative());
}

} // namespace pf::money
