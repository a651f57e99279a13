#pragma once

#include "pf/base/error.hpp"
#include "pf/base/result.hpp"
#include "pf/money/rounding.hpp"

#include <compare>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace pf::money {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

/// The result of a computation is no `Decimal`: 10^20 or more. Always bad_data.
class OutOfRange : public Error {
public:
    /// \param what  was computed: `the sum of 1 and 2`
    explicit OutOfRange(std::string const& what);
};

/// An exact decimal number with 18 fractional digits: every value of PostgreSQL's NUMERIC(38,18) and nothing else,
/// i.e. |value| < 10^20. Results outside that range throw `pf::Error`; there is no conversion from or to floating
/// point.
class Decimal {
public:
    static constexpr int scale = 18;

    constexpr Decimal() = default;

    /// A whole number.
    template <std::integral Integer>
    requires(sizeof(Integer) <= sizeof(long long)) constexpr explicit Decimal(Integer whole)
        : m_units(static_cast<Int128>(whole) * one_unit)
    {
    }

    /// From 10^-18ths.
    /// \throws pf::Error  bad_data, when |units| >= 10^38
    [[nodiscard]] static Decimal from_units(Int128 units);

    /// The value in 10^-18ths.
    [[nodiscard]] constexpr Int128 units() const { return m_units; }

    [[nodiscard]] static Decimal max();

    /// `-1.50` as `-1.5`: no exponent, no trailing zeros, no thousands separators, no locale, `0` for zero.
    [[nodiscard]] std::string to_text() const;

    /// With exactly `digits` fractional digits (0 to 18), rounded.
    [[nodiscard]] std::string to_text(int digits, Rounding rounding) const;

    [[nodiscard]] constexpr bool is_zero() const { return m_units == 0; }
    [[nodiscard]] constexpr bool is_negative() const { return m_units < 0; }
    [[nodiscard]] constexpr bool is_positive() const { return m_units > 0; }
    [[nodiscard]] constexpr Decimal abs() const { return m_units < 0 ? -*this : *this; }

    /// To `digits` fractional digits (0 to 18).
    [[nodiscard]] Decimal rounded(int digits, Rounding rounding) const;

    constexpr Decimal operator-() const
    {
        Decimal result;
        result.m_units = -m_units;
        return result;
    }
    Decimal& operator+=(Decimal other);
    Decimal& operator-=(Decimal other);
    friend Decimal operator+(Decimal left, Decimal right) { return left += right; }
    friend Decimal operator-(Decimal left, Decimal right) { return left -= right; }

    friend constexpr bool operator==(Decimal, Decimal) = default;
    friend constexpr auto operator<=>(Decimal left, Decimal right) { return left.m_units <=> right.m_units; }

private:
    static constexpr Int128 one_unit = static_cast<Int128>(1'000'000'000'000'000'000LL);
    Int128 m_units = 0;
};

/// left × right, to 18 digits.
/// \throws pf::Error  bad_data, when the result is out of range
[[nodiscard]] Decimal multiply(Decimal left, Decimal right, Rounding rounding);

/// left ÷ right, to 18 digits.
/// \throws pf::Error  bad_data, when right is zero or the result is out of range
[[nodiscard]] Decimal divide(Decimal left, Decimal right, Rounding rounding);

/// value × numerator ÷ denominator, rounded once at the end: a part of an amount, pro rata.
/// \throws pf::Error  bad_data, when denominator is zero or the result is out of range
[[nodiscard]] Decimal scaled(Decimal value, Decimal numerator, Decimal denominator, Rounding rounding);

/// How a source writes its numbers.
struct NumberStyle {
    char decimal_mark = '.';
    char group_mark = '\0'; ///< between groups of three digits; '\0' when the source has none

    friend bool operator==(NumberStyle const&, NumberStyle const&) = default;
};

/// What becomes of digits after the 18th.
enum class Excess {
    reject, ///< a quantity or an amount: the text is not a value of ours
    round,  ///< a price: rounded half-even
};

/// A parsed decimal, and whether digits after the 18th were rounded away.
struct ParsedDecimal {
    Decimal value;
    bool was_rounded = false;

    friend bool operator==(ParsedDecimal const&, ParsedDecimal const&) = default;
};

/// An optional sign, digits, an optional decimal mark with digits; nothing else: no exponent, NaN, infinity, currency,
/// white space or digits outside ASCII. Group marks, where the style has one, must stand at groups of three.
[[nodiscard]] Result<ParsedDecimal> parse_decimal(std::string_view text, NumberStyle style = {},
                                                  Excess excess = Excess::reject);

/// A literal of our own code, so a mistake in it is ours: throws `pf::Error` (internal).
[[nodiscard]] Decimal operator""_dec(char const* text, std::size_t length);

} // namespace pf::money

namespace pf {
using money::Decimal;
using money::Rounding;
} // namespace pf
