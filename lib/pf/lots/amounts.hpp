#pragma once

#include "pf/money/decimal.hpp"

#include <optional>

namespace pf::lots {

/// An amount in the position's currency and in the account's base currency. Nothing: unknown.
struct Amounts {
    std::optional<Decimal> position = Decimal{};
    std::optional<Decimal> base = Decimal{};

    friend bool operator==(Amounts const&, Amounts const&) = default;
};

/// What is computed, or nothing where it is no value of ours: 10^20 or more.
template <typename Compute>
[[nodiscard]] auto in_range(Compute const& compute) -> decltype(compute())
{
    try {
        return compute();
    } catch (money::OutOfRange const&) {
        return {};
    }
}

/// Unknown with anything is unknown.
[[nodiscard]] inline std::optional<Decimal> sum(std::optional<Decimal> const& left, std::optional<Decimal> const& right)
{
    return left && right ? std::optional{*left + *right} : std::nullopt;
}

/// A total that is unknown once stays unknown.
inline void add_to(std::optional<Decimal>& total, std::optional<Decimal> const& amount)
{
    total = sum(total, amount);
}

[[nodiscard]] inline std::optional<Decimal> difference(std::optional<Decimal> const& left,
                                                       std::optional<Decimal> const& right)
{
    return left && right ? std::optional{*left - *right} : std::nullopt;
}

[[nodiscard]] inline Amounts operator+(Amounts const& left, Amounts const& right)
{
    return {sum(left.position, right.position), sum(left.base, right.base)};
}

[[nodiscard]] inline Amounts operator-(Amounts const& left, Amounts const& right)
{
    return {difference(left.position, right.position), difference(left.base, right.base)};
}

/// In another currency, half-even. Zero is zero in any currency, even when the rate is unknown.
[[nodiscard]] std::optional<Decimal> converted(std::optional<Decimal> amount, std::optional<Decimal> rate);

/// Take the share of `part` units out of an amount that stands for `whole` units: pro rata, half-even, rounded once.
/// What stays is the rest, and the last part takes all of it, so that shares add up to the amount, and none has the
/// wrong sign.
[[nodiscard]] Amounts take_share(Amounts& amounts, Decimal part, Decimal whole);

/// amount ÷ units, half-even; both may be negative, for what is owed. Nothing when the amount is unknown or the result
/// is not a value of ours (10^20 and more).
[[nodiscard]] std::optional<Decimal> per_unit(std::optional<Decimal> amount, Decimal units);

} // namespace pf::lots
