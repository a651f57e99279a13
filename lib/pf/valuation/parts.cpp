#include "pf/valuation/parts.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"

#include <utility>

namespace pf::valuation {

std::optional<Decimal> whole_of(std::span<Decimal const> parts)
{
    std::optional<Decimal> whole{Decimal{}};
    for (auto const part : parts) {
        add_to(whole, part);
    }
    return whole;
}

std::vector<Decimal> shares(std::span<Decimal const> parts)
{
    auto const whole = whole_of(parts);
    if (!whole || !whole->is_positive()) {
        return {};
    }
    std::vector<Decimal> shares;
    std::optional<Decimal> so_far{Decimal{}};
    Decimal given;
    for (auto const part : parts) {
        add_to(so_far, part);
        auto const until = lots::per_unit(so_far, *whole);
        if (!until) {
            return {};
        }
        shares.push_back(*until - std::exchange(given, *until));
    }
    return shares;
}

std::vector<std::optional<Decimal>> weighed(std::optional<Decimal> const& amount, std::span<Decimal const> weights)
{
    std::vector<std::optional<Decimal>> parts;
    Decimal so_far;
    std::optional<Decimal> given{Decimal{}};
    for (auto const weight : weights) {
        so_far += weight;
        auto const until = amount ? product(*amount, so_far) : std::nullopt;
        parts.push_back(difference(until, std::exchange(given, until)));
    }
    parts.push_back(difference(amount, given));
    return parts;
}

std::optional<Decimal> PartsConverter::next(std::optional<Decimal> amount)
{
    if (!amount || amount->is_zero() || !m_rate) {
        return converted(amount, m_rate);
    }
    auto const so_far = sum(m_sum, amount);
    auto const until = so_far ? product(*so_far, *m_rate) : std::nullopt;
    if (!until) {
        m_rate.reset();
        return std::nullopt;
    }
    m_sum = *so_far;
    return difference(*until, std::exchange(m_given, *until));
}

} // namespace pf::valuation
