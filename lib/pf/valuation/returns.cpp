#include "pf/valuation/returns.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/ratios.hpp"

#include <algorithm>
#include <vector>

namespace pf::valuation {
namespace {

std::chrono::days const one_day{1};

/// What one unit of money has become at the end of a day on which there was something to earn a return on.
struct IndexPoint {
    Date day{};
    Decimal growth;
    bool is_priced = true;
    bool is_after_gap = false; ///< days without a value lie before it
    bool is_first = false;     ///< it began with nothing, so that it is no day's return
};

/// Links the times between two flows: within one, growth is value ÷ base, rounded once. More than a
/// thousand-millionfold is the noise of a base next to nothing, and makes the return unknown.
class Chain {
public:
    explicit Chain(std::optional<Decimal> opening)
        : m_is_broken(!opening || opening->is_negative()), m_base(opening.value_or(Decimal{})), m_value(opening)
    {
    }

    void add(DayValue const& day)
    {
        if (!day.inflow || !day.outflow) {
            m_is_broken = true;
        }
        if (m_is_broken) {
            return;
        }
        m_is_first = m_value && m_value->is_zero();
        auto const leaving = take_in(day);
        if (!m_is_broken && day.value) {
            value_at_end(day, leaving);
        } else if (!leaving.is_zero()) {
            m_is_broken = true;
        }
        m_value = day.value;
        m_is_gap = m_is_gap || !day.value;
    }

    /// Nothing when it broke.
    [[nodiscard]] std::optional<std::vector<IndexPoint>> points() &&
    {
        return m_is_broken ? std::nullopt : std::optional{std::move(m_points)};
    }

private:
    /// What comes in joins what was there. Flows of a day are netted, so that a switch from one thing into another is
    /// none; a day that starts with nothing needs all of the inflow to have a base at all.
    /// \return  what goes out at the end of the day
    Decimal take_in(DayValue const& day)
    {
        bool const starts_with_nothing = m_value && m_value->is_zero();
        auto const net = difference(day.inflow, day.outflow);
        if (!net) {
            m_is_broken = true;
            return Decimal{};
        }
        auto const entering = starts_with_nothing ? *day.inflow : std::max(*net, Decimal{});
        if (entering.is_positive()) {
            m_is_broken = !m_value;
            link(sum(m_value.value_or(Decimal{}), entering));
        }
        return starts_with_nothing ? *day.outflow : std::max(-*net, Decimal{});
    }

    void value_at_end(DayValue const& day, Decimal leaving)
    {
        if (m_base.is_positive()) {
            auto const end = sum(day.value, leaving);
            auto const factor = lots::per_unit(end, m_base);
            if (!end || end->is_negative() || !factor || *factor > limit || m_growth > limit) {
                m_is_broken = true;
                return;
            }
            m_index = money::scaled(m_growth, *end, m_base, Rounding::half_even);
            m_points.push_back({day.day, m_index, day.is_priced, m_is_gap, m_is_first});
            m_is_gap = false;
        }
        if (!leaving.is_zero() || !m_base.is_positive()) {
            link(*day.value);
        }
    }

    void link(std::optional<Decimal> const& base)
    {
        m_growth = m_index;
        m_base = base.value_or(Decimal{});
        m_is_broken = m_is_broken || !base || base->is_negative();
    }

    inline static Decimal const limit{1'000'000'000};

    bool m_is_broken;
    bool m_is_gap = false;
    bool m_is_first = false;
    Decimal m_growth{1}; ///< at the last link
    Decimal m_index{1};  ///< at the end of the last day that had a value
    Decimal m_base;      ///< at the last link; zero: there is nothing to earn a return on
    std::optional<Decimal> m_value;
    std::vector<IndexPoint> m_points;
};

std::optional<std::vector<IndexPoint>> points_of(std::optional<Decimal> opening, std::span<DayValue const> days)
{
    Chain chain{opening};
    for (auto const& day : days) {
        chain.add(day);
    }
    return std::move(chain).points();
}

Decimal depth_below(Decimal peak, Decimal growth)
{
    return money::divide(peak - growth, peak, Rounding::half_even);
}

std::optional<Drawdown> drawdown_of(std::vector<IndexPoint> const& points, Date start)
{
    IndexPoint peak{start, Decimal{1}};
    Drawdown worst;
    Decimal worst_peak;
    for (auto const& point : points) {
        if (worst.trough && !worst.recovery && point.growth >= worst_peak) {
            worst.recovery = point.day;
        }
        if (point.growth >= peak.growth) {
            peak = point;
            continue;
        }
        auto const depth = depth_below(peak.growth, point.growth);
        if (depth > worst.depth) {
            worst = {depth, peak.day, point.day, std::nullopt};
            worst_peak = peak.growth;
        }
    }
    return worst;
}

/// A day without prices has no return of its own: what moved on it is part of the next priced day's. Neither has one
/// that began with nothing: a purchase at the close would have made it none.
std::optional<Decimal> volatility_of(std::vector<IndexPoint> const& points, std::int64_t days)
{
    std::vector<Decimal> growths;
    Decimal last{1};
    bool is_no_days = false;
    for (auto const& point : points) {
        is_no_days = is_no_days || point.is_after_gap || point.is_first;
        if (!point.is_priced) {
            continue;
        }
        auto const growth = lots::per_unit(point.growth, last);
        if (!growth) {
            return std::nullopt;
        }
        if (!is_no_days) {
            growths.push_back(*growth);
        }
        is_no_days = false;
        last = point.growth;
    }
    return annual_volatility(growths, days);
}

InternalRate rate_of_flows(std::optional<Decimal> opening, std::span<DayValue const> days)
{
    std::vector<Payment> payments;
    if (!opening || !days.back().value) {
        return {};
    }
    payments.push_back({days.front().day - one_day, -*opening});
    for (auto const& day : days) {
        auto const net = difference(day.outflow, day.inflow);
        if (!net) {
            return {};
        }
        payments.push_back({day.day, *net});
    }
    payments.push_back({days.back().day, *days.back().value});
    return fitting_rate(payments);
}

void add_sums(Returns& returns, std::span<DayValue const> days)
{
    returns.inflows = returns.outflows = Decimal{};
    for (auto const& day : days) {
        returns.inflows = sum(returns.inflows, day.inflow);
        returns.outflows = sum(returns.outflows, day.outflow);
        returns.unknown_days += day.value && day.inflow && day.outflow ? 0 : 1;
    }
    auto const grown = difference(returns.closing_value, returns.opening_value);
    returns.gain = difference(sum(grown, returns.outflows), returns.inflows);
}

/// When there was a base, whether or not the return is known.
void add_invested_days(Returns& returns, std::span<DayValue const> days)
{
    auto const is_something = [](std::optional<Decimal> const& amount) { return !amount || !amount->is_zero(); };
    bool was_something = is_something(returns.opening_value);
    if (was_something) {
        returns.invested_from = days.front().day - one_day;
    }
    for (auto const& day : days) {
        bool const now = is_something(day.value);
        if (was_something || now || is_something(day.inflow)) {
            returns.invested_from = returns.invested_from.value_or(day.day);
            returns.invested_to = day.day;
        }
        was_something = now;
    }
}

void add_time_weighted(Returns& returns, std::vector<IndexPoint> const& points)
{
    if (points.empty()) {
        return;
    }
    auto const days = (*returns.invested_to - *returns.invested_from).count();
    auto const growth = points.back().growth;
    returns.twr = growth - Decimal{1};
    returns.twr_annual = days < 365 ? std::nullopt : annual_rate(growth, days);
    returns.drawdown = drawdown_of(points, *returns.invested_from);
    returns.volatility = volatility_of(points, days);
}

} // namespace

Returns returns_of(std::optional<Decimal> opening, std::span<DayValue const> days)
{
    Returns returns;
    returns.opening_value = opening;
    returns.closing_value = days.empty() ? opening : days.back().value;
    add_sums(returns, days);
    if (days.empty()) {
        return returns;
    }
    add_invested_days(returns, days);
    auto const rate = rate_of_flows(opening, days);
    returns.xirr = rate.rate;
    returns.xirr_fit = rate.fit;
    // The last value counts: without it the return up to the day before would pass for that of the whole time.
    auto const points = points_of(opening, days);
    if (points && returns.closing_value) {
        add_time_weighted(returns, *points);
    }
    return returns;
}

std::optional<Decimal> time_weighted(std::optional<Decimal> opening, std::span<DayValue const> days)
{
    auto const points = points_of(opening, days);
    return points && !points->empty() && days.back().value ? std::optional{points->back().growth - Decimal{1}}
                                                           : std::nullopt;
}

std::vector<std::optional<Decimal>> drawdowns_of(std::optional<Decimal> opening, std::span<DayValue const> days)
{
    std::vector<std::optional<Decimal>> depths(days.size());
    auto const points = points_of(opening, days);
    Decimal peak{1};
    for (auto const& point : points.value_or(std::vector<IndexPoint>{})) {
        peak = std::max(peak, point.growth);
        depths[static_cast<std::size_t>((point.day - days.front().day).count())] = depth_below(peak, point.growth);
    }
    return depths;
}

} // namespace pf::valuation
