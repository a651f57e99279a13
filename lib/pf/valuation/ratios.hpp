#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace pf::valuation {

/// Money that changes hands on a day: negative when it is paid in, positive when it is received.
struct Payment {
    Date day{};
    Decimal amount;

    friend bool operator==(Payment const&, Payment const&) = default;
};

// What has no exact value: roots and powers. These functions take exact numbers, work in floating point behind this
// header, and give ratios rounded to 10 decimals; no amount of money ever comes out of them (tests/lint/no_float.py).

/// How many rates make payments worth nothing.
enum class RateFit : std::uint8_t {
    untold,  ///< nothing was paid, or what was is not known
    none,    ///< no rate up to 10^15 a year
    one,     ///< which is the return
    several, ///< none of which is *the* return
};

/// The rate, where one fits.
struct InternalRate {
    std::optional<Decimal> rate;
    RateFit fit = RateFit::untold;

    friend bool operator==(InternalRate const&, InternalRate const&) = default;
};

/// The yearly rate at which the payments are worth nothing on balance: Σ amount ÷ (1 + rate)^(days ÷ 365) = 0, as XIRR
/// of spreadsheets has it. It is searched from a loss of all but 10^-17 up to 10^15 times a year. Beside others a rate
/// below −99.9 % is no candidate.
/// \param payments  in any order; several on one day count together
[[nodiscard]] InternalRate fitting_rate(std::span<Payment const> payments);

/// The same without why there is none.
[[nodiscard]] std::optional<Decimal> internal_rate(std::span<Payment const> payments);

/// growth^(365 ÷ days) − 1: what grew to `growth` times itself in that many days, per year. Nothing when `days` is not
/// positive, `growth` is negative, or the rate is 10^15 and more.
[[nodiscard]] std::optional<Decimal> annual_rate(Decimal growth, std::int64_t days);

/// The standard deviation (of a sample) of the logarithms of these growths, times the square root of how many of them
/// there are in a year. Nothing with fewer than two growths or with one that is not positive.
/// \param growths  one per day on which there was a price: 1.01 for a day that added a hundredth
/// \param days     how long all of them took, weekends and holidays included
[[nodiscard]] std::optional<Decimal> annual_volatility(std::span<Decimal const> growths, std::int64_t days);

} // namespace pf::valuation
