#include "pf/report/plot_series.hpp"

#include "pf/valuation/amounts.hpp"

#include <algorithm>

namespace pf::report {
namespace {

/// From the least to the largest of what is known.
class Range {
public:
    void add(std::optional<Decimal> const& amount)
    {
        if (amount) {
            m_low = std::min(m_low.value_or(*amount), *amount);
            m_high = std::max(m_high.value_or(*amount), *amount);
        }
    }

    [[nodiscard]] std::optional<ValueAxis> axis(int most_steps) const
    {
        return m_low ? std::optional{value_axis(*m_low, *m_high, most_steps)} : std::nullopt;
    }

    [[nodiscard]] bool is_empty() const { return !m_low; }

private:
    std::optional<Decimal> m_low;
    std::optional<Decimal> m_high;
};

/// A day with a wrong price makes a peak in the panel of values, and would leave nothing to see in that of gains.
/// \return  nothing, when no gain stands out: one in a hundred, ten times as far from zero as all others
std::optional<Decimal> most_usual_gain(Plot const& plot)
{
    std::vector<Decimal> sizes;
    for (auto const& point : plot.points) {
        if (auto const gain = point.gain()) {
            sizes.push_back(gain->abs());
        }
    }
    std::ranges::sort(sizes);
    constexpr std::size_t enough_to_tell = 10;
    if (sizes.size() < enough_to_tell) {
        return std::nullopt;
    }
    auto const usual = sizes[sizes.size() - 1 - std::max<std::size_t>(sizes.size() / 100, 1)];
    bool const stands_out = usual.is_positive() && money::divide(sizes.back(), usual, Rounding::down) >= Decimal{10};
    return stands_out ? std::optional{usual} : std::nullopt;
}

} // namespace

std::optional<Decimal> PlotPoint::gain() const
{
    return valuation::difference(value, invested);
}

PlotPoint const& latest(Plot const& plot)
{
    auto const known = std::find_if(plot.points.rbegin(), plot.points.rend(),
                                    [](PlotPoint const& point) { return point.value.has_value(); });
    return known == plot.points.rend() ? plot.points.back() : *known;
}

std::string heading_of(Plot const& plot)
{
    return plot.title + ", " + range_of(plot);
}

std::string days_of(Plot const& plot)
{
    auto const first = base::to_text(plot.points.front().day);
    auto const last = base::to_text(plot.points.back().day);
    return first + (first == last ? "" : " to " + last);
}

std::string range_of(Plot const& plot)
{
    return days_of(plot) + ", " + std::string{plot.currency.code()};
}

std::string shown_amount(std::optional<Decimal> const& amount, Currency currency)
{
    return amount ? with_thousands(amount->to_text(currency.minor_digits(), Rounding::half_even)) : "?";
}

std::string shown_percent(std::optional<Decimal> const& part)
{
    return part ? money::multiply(*part, Decimal{100}, Rounding::half_even).to_text(2, Rounding::half_even) + " %"
                : "?";
}

std::optional<Decimal> depth_of(PlotPoint const& point)
{
    return point.drawdown ? std::optional{-money::multiply(*point.drawdown, Decimal{100}, Rounding::half_even)}
                          : std::nullopt;
}

PlotPoint const* deepest(Plot const& plot)
{
    // What is not known is less than anything.
    auto const found = std::ranges::max_element(plot.points, {}, &PlotPoint::drawdown);
    return found == plot.points.end() || !found->drawdown ? nullptr : &*found;
}

std::optional<ValueAxis> value_axis_of(Plot const& plot, int most_steps)
{
    Range range;
    for (auto const& point : plot.points) {
        range.add(point.value);
        range.add(point.invested);
    }
    return range.axis(most_steps);
}

std::optional<ValueAxis> gain_axis_of(Plot const& plot, int most_steps)
{
    Range range;
    auto const most = most_usual_gain(plot);
    for (auto const& point : plot.points) {
        auto const gain = point.gain();
        range.add(gain && most && gain->abs() > *most ? std::nullopt : gain);
    }
    if (range.is_empty()) {
        return std::nullopt;
    }
    range.add(Decimal{});
    return range.axis(most_steps);
}

std::optional<ValueAxis> drawdown_axis_of(Plot const& plot, int most_steps)
{
    auto const* const point = deepest(plot);
    if (point == nullptr) {
        return std::nullopt;
    }
    auto const depth = *depth_of(*point);
    return value_axis(depth.is_zero() ? Decimal{-1} : depth, Decimal{}, most_steps);
}

} // namespace pf::report
