#include "pf/report/plot_frame.hpp"

#include <algorithm>
#include <ostream>

namespace pf::report {
namespace {

PlotGlyphs const drawn{"│", "┤", "└", "─", "┬", "⠒⠒", "⠂⠂", "⣿⣿"};
PlotGlyphs const plain{"|", "+", "+", "-", "+", "**", "--", "##"};

int widest_label(std::vector<std::optional<ValueAxis>> const& axes)
{
    std::size_t widest = 0;
    for (auto const& axis : axes) {
        for (auto const& tick : axis ? axis->ticks : std::vector<ValueTick>{}) {
            widest = std::max(widest, tick.label.size());
        }
    }
    return static_cast<int>(widest);
}

} // namespace

PlotFrame::PlotFrame(Plot const& plot, PlotStyle const& style, std::vector<std::optional<ValueAxis>> const& axes)
    : m_plot(plot),
      m_style(style),
      m_glyphs(style.glyphs == Glyphs::braille ? drawn : plain),
      m_margin(widest_label(axes)),
      m_columns(std::max(style.width, 40) - m_margin - 2)
{
}

void PlotFrame::write_title(std::ostream& out, std::string const& title) const
{
    out << (m_style.color ? "\x1b[1m" + title + "\x1b[0m" : title) << '\n';
}

void PlotFrame::write_line(std::ostream& out, std::string const& label, char const* wall, std::string const& text) const
{
    out << std::string(static_cast<std::size_t>(m_margin) - label.size(), ' ') << label << ' ' << wall << text << '\n';
}

void PlotFrame::write_canvas(std::ostream& out, Canvas const& canvas, ValueAxis const& axis) const
{
    for (int row = 0; row < canvas.rows(); ++row) {
        auto const here = std::ranges::find_if(axis.ticks, [&](ValueTick const& tick) {
            return axis.below_top(tick.value, canvas.height() - 1) * canvas.rows() / canvas.height() == row;
        });
        bool const is_tick = here != axis.ticks.end();
        write_line(out, is_tick ? here->label : "", is_tick ? m_glyphs.tick : m_glyphs.wall,
                   canvas.text(row, m_style.color));
    }
}

void PlotFrame::write_gap(std::ostream& out) const
{
    write_line(out, "", m_glyphs.wall, "");
}

void PlotFrame::write_days(std::ostream& out) const
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
        floor += tick ? m_glyphs.floor_tick : m_glyphs.floor;
    }
    write_line(out, "", m_glyphs.corner, floor);
    out << std::string(static_cast<std::size_t>(m_margin) + 2, ' ') << labels << '\n';
}

std::string PlotFrame::entry(char const* sample, Ink ink, std::string const& words) const
{
    return colored(sample, ink, m_style.color) + " " + words;
}

} // namespace pf::report
