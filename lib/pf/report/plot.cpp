#include "pf/report/plot.hpp"

#include "pf/base/text.hpp"
#include "pf/report/plot_series.hpp"

#include <algorithm>
#include <ostream>

namespace pf::report {
namespace {

/// The characters around the picture.
struct Frame {
    char const* wall;
    char const* tick;
    char const* corner;
    char const* floor;
    char const* floor_tick;
    char const* value_sample;
    char const* invested_sample;
    char const* gain_sample;
};

Frame const drawn{"│", "┤", "└", "─", "┬", "⠒⠒", "⠂⠂", "⣿⣿"};
Frame const plain{"|", "+", "+", "-", "+", "**", "--", "##"};

using Amount = std::optional<Decimal> PlotPoint::*;

class TerminalPlot {
public:
    TerminalPlot(Plot const& plot, PlotStyle const& style)
        : m_plot(plot),
          m_style(style),
          m_frame(style.glyphs == Glyphs::braille ? drawn : plain),
          m_lines(std::max(style.height, 16) - 4)
    {
        auto const gain_lines = std::max(m_lines / 3, 3);
        m_gains = gain_axis_of(plot, gain_lines / 2);
        m_values = value_axis_of(plot, (m_gains ? m_lines - gain_lines - 1 : m_lines) / 2);
        for (auto const& axis : {m_values, m_gains}) {
            for (auto const& tick : axis ? axis->ticks : std::vector<ValueTick>{}) {
                m_margin = std::max(m_margin, static_cast<int>(tick.label.size()));
            }
        }
        m_columns = std::max(style.width, 40) - m_margin - 2;
        m_gain_lines = m_gains ? gain_lines : 0;
    }

    void write(std::ostream& out) const
    {
        out << strong(heading_of(m_plot)) << '\n';
        if (!m_values) {
            out << "no known values\n";
            return;
        }
        write_values(out);
        if (m_gains) {
            write_line(out, "", m_frame.wall, "");
            write_gains(out);
        }
        write_days(out);
        write_legend(out);
    }

private:
    [[nodiscard]] std::string strong(std::string const& text) const
    {
        return m_style.color ? "\x1b[1m" + text + "\x1b[0m" : text;
    }

    /// Where a day is, in dots from the left.
    [[nodiscard]] int across(std::size_t point, Canvas const& canvas) const
    {
        auto const last = std::max<std::size_t>(m_plot.points.size() - 1, 1);
        return static_cast<int>(point * static_cast<std::size_t>(canvas.width() - 1) / last);
    }

    void write_line(std::ostream& out, std::string const& label, char const* wall, std::string const& text) const
    {
        out << std::string(static_cast<std::size_t>(m_margin) - label.size(), ' ') << label << ' ' << wall << text
            << '\n';
    }

    void write_canvas(std::ostream& out, Canvas const& canvas, ValueAxis const& axis) const
    {
        for (int row = 0; row < canvas.rows(); ++row) {
            auto const here = std::ranges::find_if(axis.ticks, [&](ValueTick const& tick) {
                return axis.below_top(tick.value, canvas.height() - 1) * canvas.rows() / canvas.height() == row;
            });
            bool const is_tick = here != axis.ticks.end();
            write_line(out, is_tick ? here->label : "", is_tick ? m_frame.tick : m_frame.wall,
                       canvas.text(row, m_style.color));
        }
    }

    void write_values(std::ostream& out) const
    {
        Canvas canvas{m_columns, m_lines - (m_gains ? m_gain_lines + 1 : 0), m_style.glyphs};
        draw(canvas, &PlotPoint::invested, Ink::invested);
        draw(canvas, &PlotPoint::value, Ink::value);
        write_canvas(out, canvas, *m_values);
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

    /// Filled from zero: up for gains, down for losses.
    void write_gains(std::ostream& out) const
    {
        Canvas canvas{m_columns, m_gain_lines, m_style.glyphs};
        int const zero = m_gains->below_top(Decimal{}, canvas.height() - 1);
        auto const last = m_plot.points.size() - 1;
        for (int x = 0; x < canvas.width(); ++x) {
            auto const at = last * static_cast<std::size_t>(x) / static_cast<std::size_t>(canvas.width() - 1);
            if (auto const gain = m_plot.points[at].gain()) {
                int const y = m_gains->below_top(*gain, canvas.height() - 1);
                canvas.line(x, zero, x, y, gain->is_negative() ? Ink::loss : Ink::gain);
            }
        }
        write_canvas(out, canvas, *m_gains);
    }

    void write_days(std::ostream& out) const
    {
        auto const first = m_plot.points.front().day;
        auto const range = std::max<std::int64_t>((m_plot.points.back().day - first).count(), 1);
        std::vector<bool> is_tick(static_cast<std::size_t>(m_columns));
        std::string labels;
        for (auto const& tick : day_ticks(first, m_plot.points.back().day, m_columns)) {
            auto const at = static_cast<std::size_t>((tick.day - first).count() * (m_columns - 1) / range);
            is_tick[at] = true;
            auto const half = tick.label.size() / 2;
            auto const room = static_cast<std::size_t>(m_columns) - std::min(tick.label.size(), is_tick.size());
            auto const start = std::min(at > half ? at - half : 0, room);
            if (labels.empty() || start > labels.size()) {
                labels += std::string(start - labels.size(), ' ') + tick.label;
            }
        }
        std::string floor;
        for (bool const tick : is_tick) {
            floor += tick ? m_frame.floor_tick : m_frame.floor;
        }
        write_line(out, "", m_frame.corner, floor);
        out << std::string(static_cast<std::size_t>(m_margin) + 2, ' ') << labels << '\n';
    }

    [[nodiscard]] std::string entry(char const* sample, Ink ink, char const* name,
                                    std::optional<Decimal> const& amount) const
    {
        return colored(sample, ink, m_style.color) + " " + name + " " + shown_amount(amount, m_plot.currency);
    }

    void write_legend(std::ostream& out) const
    {
        auto const& point = latest(m_plot);
        auto const gain = point.gain();
        out << entry(m_frame.value_sample, Ink::value, "value", point.value) << "   "
            << entry(m_frame.invested_sample, Ink::invested, "invested", point.invested) << "   "
            << entry(m_frame.gain_sample, gain && gain->is_negative() ? Ink::loss : Ink::gain, "gain", gain) << '\n';
    }

    Plot const& m_plot;
    PlotStyle m_style;
    Frame const& m_frame;
    int m_lines; ///< of the pictures
    std::optional<ValueAxis> m_values;
    std::optional<ValueAxis> m_gains;
    int m_margin = 0;
    int m_columns = 0; ///< of the pictures
    int m_gain_lines = 0;
};

} // namespace

void draw_plot(std::ostream& out, Plot const& plot, PlotStyle const& style)
{
    TerminalPlot{plot, style}.write(out);
}

} // namespace pf::report
