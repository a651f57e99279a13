#include "pf/report/plot.hpp"

#include "pf/report/plot_frame.hpp"
#include "pf/report/plot_months.hpp"
#include "pf/report/plot_series.hpp"

#include <algorithm>
#include <ostream>

namespace pf::report {
namespace {

using Amount = std::optional<Decimal> PlotPoint::*;

/// Lines for pictures: title, floor, days and legend take four.
int lines_of(PlotStyle const& style)
{
    return std::max(style.height, 16) - 4;
}

/// Filled from zero to what each day has.
/// \param ink  of a value
template <typename AmountOf, typename InkOf>
void fill_from_zero(Canvas& canvas, Plot const& plot, ValueAxis const& axis, AmountOf amount_of, InkOf ink)
{
    int const zero = axis.below_top(Decimal{}, canvas.height() - 1);
    auto const last = plot.points.size() - 1;
    for (int x = 0; x < canvas.width(); ++x) {
        auto const at = last * static_cast<std::size_t>(x) / static_cast<std::size_t>(canvas.width() - 1);
        if (auto const amount = amount_of(plot.points[at])) {
            canvas.line(x, zero, x, axis.below_top(*amount, canvas.height() - 1), ink(*amount));
        }
    }
}

class ValueChart {
public:
    ValueChart(Plot const& plot, PlotStyle const& style)
        : m_plot(plot),
          m_glyphs(style.glyphs),
          m_lines(lines_of(style)),
          m_gains(gain_axis_of(plot, most_gain_lines() / 2)),
          m_gain_lines(m_gains ? most_gain_lines() : 0),
          m_values(value_axis_of(plot, value_lines() / 2)),
          m_frame(plot, style, {m_values, m_gains})
    {
    }

    void write(std::ostream& out) const
    {
        m_frame.write_title(out, heading_of(m_plot));
        if (!m_values) {
            out << "no known values\n";
            return;
        }
        write_values(out);
        if (m_gains) {
            m_frame.write_gap(out);
            write_gains(out);
        }
        m_frame.write_days(out);
        write_legend(out);
    }

private:
    [[nodiscard]] int most_gain_lines() const { return std::max(m_lines / 3, 3); }

    [[nodiscard]] int value_lines() const { return m_gains ? m_lines - m_gain_lines - 1 : m_lines; }

    /// Where a day is, in dots from the left.
    [[nodiscard]] int across(std::size_t point, Canvas const& canvas) const
    {
        auto const last = std::max<std::size_t>(m_plot.points.size() - 1, 1);
        return static_cast<int>(point * static_cast<std::size_t>(canvas.width() - 1) / last);
    }

    void write_values(std::ostream& out) const
    {
        Canvas canvas{m_frame.columns(), value_lines(), m_glyphs};
        draw(canvas, &PlotPoint::invested, Ink::invested);
        draw(canvas, &PlotPoint::value, Ink::value);
        m_frame.write_canvas(out, canvas, *m_values);
    }

    /// What is invested moves in steps, what it is worth moves all the time.
    void draw(Canvas& canvas, Amount amount, Ink ink) const
    {
        int const height = canvas.height() - 1;
        auto const& points = m_plot.points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (!(points[i].*amount)) {
                continue;
            }
            auto const before = i > 0 && points[i - 1].*amount ? i - 1 : i;
            int const x = across(before, canvas);
            int const y = m_values->below_top(*(points[before].*amount), height);
            int const next_x = across(i, canvas);
            int const next_y = m_values->below_top(*(points[i].*amount), height);
            if (ink == Ink::invested) {
                canvas.dashed(x, y, next_x, y, ink);
                canvas.line(next_x, y, next_x, next_y, ink);
            } else {
                canvas.line(x, y, next_x, next_y, ink);
            }
        }
    }

    /// Up for gains, down for losses.
    void write_gains(std::ostream& out) const
    {
        Canvas canvas{m_frame.columns(), m_gain_lines, m_glyphs};
        fill_from_zero(
            canvas, m_plot, *m_gains, [](PlotPoint const& point) { return point.gain(); },
            [](Decimal gain) { return gain.is_negative() ? Ink::loss : Ink::gain; });
        m_frame.write_canvas(out, canvas, *m_gains);
    }

    [[nodiscard]] std::string entry(char const* sample, Ink ink, std::string const& name,
                                    std::optional<Decimal> const& amount) const
    {
        return m_frame.entry(sample, ink, name + " " + shown_amount(amount, m_plot.currency));
    }

    void write_legend(std::ostream& out) const
    {
        auto const& point = latest(m_plot);
        auto const& glyphs = m_frame.glyphs();
        auto const gain = point.gain();
        out << entry(glyphs.value_sample, Ink::value, "value", point.value) << "   "
            << entry(glyphs.invested_sample, Ink::invested, "invested", point.invested) << "   "
            << entry(glyphs.gain_sample, gain && gain->is_negative() ? Ink::loss : Ink::gain, "gain", gain) << '\n';
    }

    Plot const& m_plot;
    Glyphs m_glyphs;
    int m_lines; ///< of the pictures
    std::optional<ValueAxis> m_gains;
    int m_gain_lines;
    std::optional<ValueAxis> m_values;
    PlotFrame m_frame;
};

std::string drawdown_legend(Plot const& plot, PlotFrame const& frame)
{
    auto const* const worst = deepest(plot);
    auto const known = std::find_if(plot.points.rbegin(), plot.points.rend(),
                                    [](PlotPoint const& point) { return point.drawdown.has_value(); });
    return frame.entry(frame.glyphs().gain_sample, Ink::loss, "drawdown " + shown_percent(known->drawdown)) +
           "   deepest " + shown_percent(worst->drawdown) +
           (worst->drawdown->is_zero() ? "" : " on " + base::to_text(worst->day));
}

void draw_drawdown(std::ostream& out, Plot const& plot, PlotStyle const& style)
{
    int const lines = lines_of(style);
    auto const axis = drawdown_axis_of(plot, lines / 2);
    PlotFrame const frame{plot, style, {axis}};
    frame.write_title(out, plot.title + ", drawdown in percent, " + days_of(plot));
    if (!axis) {
        out << "no known drawdown\n";
        return;
    }
    Canvas canvas{frame.columns(), lines, style.glyphs};
    fill_from_zero(canvas, plot, *axis, depth_of, [](Decimal /*depth*/) { return Ink::loss; });
    frame.write_canvas(out, canvas, *axis);
    frame.write_days(out);
    out << drawdown_legend(plot, frame) << '\n';
}

} // namespace

void draw_plot(std::ostream& out, Plot const& plot, PlotStyle const& style)
{
    switch (style.part) {
    case PlotPart::value:
        return ValueChart{plot, style}.write(out);
    case PlotPart::drawdown:
        return draw_drawdown(out, plot, style);
    case PlotPart::months:
        return draw_months(out, plot, style);
    }
}

} // namespace pf::report
