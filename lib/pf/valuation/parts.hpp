#pragma once

#include "pf/money/decimal.hpp"

#include <optional>
#include <span>
#include <vector>

namespace pf::valuation {

/// What each part is of all of them together, to 18 digits. They add up to exactly 1: what rounding leaves over goes
/// from each to the next.
/// \return  none when the parts add up to nothing or less, so that there is no whole to have a share of, or when a sum
/// or
///          a share is out of range
[[nodiscard]] std::vector<Decimal> shares(std::span<Decimal const> parts);

/// Parts of an amount by weight, and behind them what is left of it: together exactly the amount; what rounding leaves
/// over goes from each to the next.
/// \param amount   nothing: unknown, and so is every part
/// \param weights  not negative, together at most 1
[[nodiscard]] std::vector<std::optional<Decimal>> weighed(std::optional<Decimal> const& amount,
                                                          std::span<Decimal const> weights);

/// Nothing when it is out of range.
[[nodiscard]] std::optional<Decimal> whole_of(std::span<Decimal const> parts);

/// Converts amounts one after the other so that what they become adds up to what their sum becomes: half-even, and what
/// rounding leaves over goes from each to the next.
class PartsConverter {
public:
    /// \param rate  nothing: unknown
    explicit PartsConverter(std::optional<Decimal> rate) : m_rate(rate) {}

    /// Nothing when the amount or the rate is unknown, or a sum out of range; zero is zero whatever the rate.
    [[nodiscard]] std::optional<Decimal> next(std::optional<Decimal> amount);

private:
    std::optional<Decimal> m_rate;
    Decimal m_sum;
    Decimal m_given;
};

} // namespace pf::valuation
