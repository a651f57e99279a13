#include "pf/lots/amounts.hpp"

namespace pf::lots {
namespace {

std::optional<Decimal> take_share(std::optional<Decimal>& amount, Decimal part, Decimal whole)
{
    if (!amount) {
        return std::nullopt;
    }
    auto const share = money::scaled(*amount, part, whole, Rounding::half_even);
    *amount -= share;
    return share;
}

/// Whether a quotient stays clearly below 10^20, the end of what a Decimal holds.
bool quotient_fits(Decimal amount, Decimal units)
{
    constexpr auto one = static_cast<money::Int128>(1'000'000'000'000'000'000LL);
    return units.units() >= one || amount.abs().units() < units.units() * (100 * one - 1);
}

} // namespace

std::optional<Decimal> converted(std::optional<Decimal> amount, std::optional<Decimal> rate)
{
    if (!amount || amount->is_zero()) {
        return amount;
    }
    if (!rate) {
        return std::nullopt;
    }
    return *rate == Decimal{1} ? *amount : money::multiply(*amount, *rate, Rounding::half_even);
}

Amounts take_share(Amounts& amounts, Decimal part, Decimal whole)
{
    if (part == whole) {
        auto const all = amounts;
        amounts = {};
        return all;
    }
    bool const are_equal = amounts.position == amounts.base; // one currency: half of the work
    auto const share = take_share(amounts.position, part, whole);
    if (are_equal) {
        amounts.base = amounts.position;
        return {share, share};
    }
    return {share, take_share(amounts.base, part, whole)};
}

std::optional<Decimal> per_unit(std::optional<Decimal> amount, Decimal units)
{
    if (amount && units.is_negative()) {
        return per_unit(-*amount, -units);
    }
    if (!amount || !units.is_positive() || !quotient_fits(*amount, units)) {
        return std::nullopt;
    }
    return money::divide(*amount, units, Rounding::half_even);
}

} // namespace pf::lots
