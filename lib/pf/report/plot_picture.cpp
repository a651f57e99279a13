#include "pf/report/plot_picture.hpp"

#include "pf/report/plot_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ostream>

namespace pf::report {
namespace {

// Places are in tenths of a pixel.

constexpr int tenths = 10;
constexpr int character = 72; // how wide a digit of a label is, about

std::string pixels(int place)
{
    auto const text = fmt::format("{}{}.{}", place < 0 ? "-" : "", std::abs(place) / tenths, std::abs(place) % tenths);
    return place % tenths == 0 ? text.substr(0, text.size() - 2) : text;
}

struct Box {
    int left = 0;
    int right = 0;
    int top = 0;
    int bottom = 0;

    [[nodiscard]] int height() const { return bottom - top; }
};

constexpr char const* light = R"css(
.back { fill: #ffffff }
.text { fill: #1f2933; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
.label { fill: #64748b; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums }
.title { font-size: 17px; font-weight: 600 }
.grid { stroke: #e2e8f0; stroke-width: 1 }
.zero { stroke: #94a3b8; stroke-width: 1 }
.value { fill: none; stroke: #2563eb; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.below { fill: #2563eb; fill-opacity: 0.08 }
.latest { fill: #2563eb }
.invested { fill: none; stroke: #64748b; stroke-width: 1.5; stroke-dasharray: 5 4 }
.gain { fill: #16a34a; fill-opacity: 0.75 }
.loss { fill: #dc2626; fill-opacity: 0.75 }
.unknown { fill: #94a3b8; fill-opacity: 0.16 }
.cursor { stroke: #1f2933; stroke-width: 1; visibility: hidden }
)css";

constexpr char const* dark = R"css(
@media (prefers-color-scheme: dark) {
.back { fill: #0f172a }
.text { fill: #e2e8f0 }
.label { fill: #94a3b8 }
.grid { stroke: #1e293b }
.zero { stroke: #64748b }
.value { stroke: #60a5fa }
.below { fill: #60a5fa; fill-opacity: 0.12 }
.latest { fill: #60a5fa }
.invested { stroke: #94a3b8 }
.gain { fill: #4ade80 }
.loss { fill: #f87171 }
.unknown { fill: #94a3b8; fill-opacity: 0.14 }
.cursor { stroke: #e2e8f0 }
}
)css";

/// The runs of days that have something; of each its first and last.
std::vector<std::pair<std::size_t, std::size_t>> runs(Plot const& plot,
                                                      std::function<bool(PlotPoint const&)> const& has)
{
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t i = 0; i < plot.points.size(); ++i) {
        if (!has(plot.points[i])) {
            continue;
        }
        if (i > 0 && has(plot.points[i - 1])) {
            found.back().second = i;
        } else {
            found.emplace_back(i, i);
        }
    }
    return found;
}

class Picture {
public:
    Picture(std::ostream& out, Plot const& plot, PictureStyle const& style)
        : m_out(out), m_plot(plot), m_style(style), m_width(style.width * tenths)
    {
        int const top = (style.stands_alone ? 76 : 12) * tenths;
        int const bottom = (style.height - 30) * tenths;
        m_gain_axis = gain_axis_of(plot, 3);
        int const gain_height = m_gain_axis ? (bottom - top) * 28 / 100 : 0;
        m_value_axis = value_axis_of(plot, 6);
        int const left = margin();
        m_values = {left, m_width - 14 * tenths, top, bottom - gain_height - (m_gain_axis ? 26 * tenths : 0)};
        m_gains = {left, m_values.right, bottom - gain_height, bottom};
    }

    void write()
    {
        open();
        if (m_value_axis) {
            write_gaps();
            write_axis(m_values, *m_value_axis);
            write_values();
            if (m_gain_axis) {
                write_axis(m_gains, *m_gain_axis);
                write_gains();
            }
            write_days();
        }
        m_out << "</svg>\n";
    }

private:
    [[nodiscard]] int margin() const
    {
        std::size_t longest = 1;
        for (auto const& axis : {m_value_axis, m_gain_axis}) {
            for (auto const& tick : axis ? axis->ticks : std::vector<ValueTick>{}) {
                longest = std::max(longest, tick.label.size());
            }
        }
        return static_cast<int>(longest) * character + 22 * tenths;
    }

    [[nodiscard]] int x(std::size_t point) const
    {
        auto const last = m_plot.points.size() - 1;
        auto const room = static_cast<std::size_t>(m_values.right - m_values.left);
        return last == 0 ? m_values.left + static_cast<int>(room / 2)
                         : m_values.left + static_cast<int>((point * room + last / 2) / last);
    }

    [[nodiscard]] static int y(Box const& box, ValueAxis const& axis, Decimal value)
    {
        return box.top + axis.below_top(value, box.height());
    }

    [[nodiscard]] std::string summary() const
    {
        auto const& point = latest(m_plot);
        return fmt::format("On {}: value {}, invested {}, gain {} {}.", base::to_text(point.day),
                           shown_amount(point.value, m_plot.currency), shown_amount(point.invested, m_plot.currency),
                           shown_amount(point.gain(), m_plot.currency), m_plot.currency.code());
    }

    void open()
    {
        m_out << fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" id="{0}" viewBox="0 0 {1} {2}" role="img" )"
                             R"(aria-labelledby="{0}-title {0}-text" data-left="{3}" data-right="{4}">)"
                             "\n",
                             m_style.id, m_style.width, m_style.height, pixels(m_values.left), pixels(m_values.right))
              << fmt::format("<title id=\"{}-title\">{}</title>\n", m_style.id, escaped(heading_of(m_plot)))
              << fmt::format("<desc id=\"{}-text\">{}</desc>\n", m_style.id, escaped(summary()));
        if (m_style.stands_alone) {
            m_out << "<style>" << picture_colors() << "</style>\n"
                  << R"(<rect class="back" width="100%" height="100%"/>)"
                  << "\n";
            write_heading();
        }
    }

    void write_text(int left, int base, char const* classes, std::string const& text, char const* anchor = "start")
    {
        m_out << fmt::format(R"(<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>)", classes, pixels(left),
                             pixels(base), anchor, escaped(text))
              << "\n";
    }

    void write_heading()
    {
        write_text(16 * tenths, 28 * tenths, "text title", m_plot.title);
        write_text(m_values.right, 28 * tenths, "label", range_of(m_plot), "end");
        auto const& point = latest(m_plot);
        int left = 16 * tenths;
        auto const entry = [&](char const* classes, char const* shape, std::string const& text) {
            write_path(classes, fmt::format("M{} {}", pixels(left), shape));
            write_text(left + 29 * tenths, 51 * tenths, "text", text);
            left += 29 * tenths + static_cast<int>(text.size()) * character + 26 * tenths;
        };
        auto const amount = [&](std::optional<Decimal> const& value) { return shown_amount(value, m_plot.currency); };
        auto const gain = point.gain();
        bool const is_loss = gain && gain->is_negative();
        entry("value", "46.5h22", "value " + amount(point.value));
        entry("invested", "46.5h22", "invested " + amount(point.invested));
        entry(is_loss ? "loss" : "gain", "41h22v11h-22z", "gain " + amount(gain));
    }

    void write_axis(Box const& box, ValueAxis const& axis)
    {
        for (auto const& tick : axis.ticks) {
            int const at = y(box, axis, tick.value);
            m_out << fmt::format(R"(<path class="{}" d="M{} {}H{}"/>)", tick.value.is_zero() ? "zero" : "grid",
                                 pixels(box.left), pixels(at), pixels(box.right))
                  << "\n";
            write_text(box.left - 8 * tenths, at + 4 * tenths, "label", tick.label, "end");
        }
    }

    void write_days()
    {
        auto const first = m_plot.points.front().day;
        auto const last = m_plot.points.back().day;
        int const room = (m_values.right - m_values.left) / character;
        for (auto const& tick : day_ticks(first, last, room)) {
            int const at = x(static_cast<std::size_t>((tick.day - first).count()));
            int const half = static_cast<int>(tick.label.size()) * character / 2;
            m_out << fmt::format(R"(<path class="zero" d="M{} {}v5"/>)", pixels(at), pixels(m_gains.bottom)) << "\n";
            write_text(std::min(at, m_width - half - 4 * tenths), m_gains.bottom + 20 * tenths, "label", tick.label,
                       "middle");
        }
        m_out << fmt::format(R"(<path class="cursor" d="M0 {}V{}"/>)", pixels(m_values.top), pixels(m_gains.bottom))
              << "\n";
    }

    /// A line through all days of a run; days that lie on a level one are left out.
    [[nodiscard]] std::string through(std::size_t first, std::size_t last, Box const& box, ValueAxis const& axis,
                                      std::function<Decimal(PlotPoint const&)> const& amount) const
    {
        auto const at = [&](std::size_t i) { return y(box, axis, amount(m_plot.points[i])); };
        auto path = fmt::format("M{} {}", pixels(x(first)), pixels(at(first)));
        for (auto i = first + 1; i <= last; ++i) {
            bool const is_level = i < last && at(i - 1) == at(i) && at(i + 1) == at(i);
            if (!is_level) {
                path += fmt::format("L{} {}", pixels(x(i)), pixels(at(i)));
            }
        }
        return path + (first == last ? "h0" : "");
    }

    [[nodiscard]] std::string steps_through(std::size_t first, std::size_t last) const
    {
        auto const at = [&](std::size_t i) { return y(m_values, *m_value_axis, *m_plot.points[i].invested); };
        auto path = fmt::format("M{} {}", pixels(x(first)), pixels(at(first)));
        for (auto i = first + 1; i <= last; ++i) {
            if (at(i) != at(i - 1)) {
                path += fmt::format("H{}V{}", pixels(x(i)), pixels(at(i)));
            }
        }
        return path + fmt::format("H{}", pixels(x(last)));
    }

    [[nodiscard]] std::string closed(std::string const& path, std::size_t first, std::size_t last, int floor) const
    {
        return path + fmt::format("L{} {}H{}Z", pixels(x(last)), pixels(floor), pixels(x(first)));
    }

    void write_path(char const* classes, std::string const& path, std::string const& more = "")
    {
        m_out << fmt::format(R"(<path class="{}" {}d="{}"/>)", classes, more, path) << "\n";
    }

    /// The area below the line reaches to zero, and is left out where the axis does not.
    void write_values()
    {
        auto const value = [](PlotPoint const& point) { return *point.value; };
        auto const with_value = runs(m_plot, [](PlotPoint const& point) { return point.value.has_value(); });
        if (!m_value_axis->low.is_positive() && !m_value_axis->high.is_negative()) {
            int const zero = y(m_values, *m_value_axis, Decimal{});
            for (auto const& [first, last] : with_value) {
                write_path("below", closed(through(first, last, m_values, *m_value_axis, value), first, last, zero));
            }
        }
        for (auto const& [first, last] :
             runs(m_plot, [](PlotPoint const& point) { return point.invested.has_value(); })) {
            write_path("invested", steps_through(first, last));
        }
        for (auto const& [first, last] : with_value) {
            write_path("value", through(first, last, m_values, *m_value_axis, value));
        }
        if (!with_value.empty()) {
            auto const last = with_value.back().second;
            m_out << fmt::format(R"(<circle class="latest" cx="{}" cy="{}" r="3.5"/>)", pixels(x(last)),
                                 pixels(y(m_values, *m_value_axis, *m_plot.points[last].value)))
                  << "\n";
        }
    }

    /// One shape around zero, seen through a window above it and another below it.
    void write_gains()
    {
        int const zero = y(m_gains, *m_gain_axis, Decimal{});
        auto const window = [&](char const* name, int top, int bottom) {
            m_out << fmt::format(R"(<clipPath id="{}-{}"><rect x="0" y="{}" width="{}" height="{}"/></clipPath>)",
                                 m_style.id, name, pixels(top), m_style.width, pixels(bottom - top))
                  << "\n";
        };
        window("gains", m_gains.top, zero);
        window("losses", zero, m_gains.bottom);
        auto const gain = [](PlotPoint const& point) { return *point.gain(); };
        for (auto const& [first, last] :
             runs(m_plot, [](PlotPoint const& point) { return point.gain().has_value(); })) {
            auto const shape = closed(through(first, last, m_gains, *m_gain_axis, gain), first, last, zero);
            write_path("gain", shape, fmt::format("clip-path=\"url(#{}-gains)\" ", m_style.id));
            write_path("loss", shape, fmt::format("clip-path=\"url(#{}-losses)\" ", m_style.id));
        }
    }

    void write_gaps()
    {
        for (auto const& [first, last] : runs(m_plot, [](PlotPoint const& point) { return !point.value; })) {
            int const left = x(first == 0 ? 0 : first - 1);
            int const right = x(std::min(last + 1, m_plot.points.size() - 1));
            m_out << fmt::format(R"(<rect class="unknown" x="{}" y="{}" width="{}" height="{}"><title>)", pixels(left),
                                 pixels(m_values.top), pixels(std::max(right - left, tenths)),
                                 pixels(m_gains.bottom - m_values.top))
                  << "unknown value</title></rect>\n";
        }
    }

    std::ostream& m_out;
    Plot const& m_plot;
    PictureStyle const& m_style;
    int m_width;
    std::optional<ValueAxis> m_value_axis;
    std::optional<ValueAxis> m_gain_axis;
    Box m_values;
    Box m_gains;
};

} // namespace

void write_picture(std::ostream& out, Plot const& plot, PictureStyle const& style)
{
    Picture{out, plot, style}.write();
}

std::string picture_colors()
{
    return std::string{light} + dark;
}

std::string escaped(std::string_view text)
{
    std::string result;
    for (char const c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            // XML has no way to write other control characters.
            result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return result;
}

void write_plot_svg(std::ostream& out, Plot const& plot)
{
    write_picture(out, plot, {960, 540, "plot", true});
}

} // namespace pf::report
