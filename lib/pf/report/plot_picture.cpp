#include "pf/report/plot_picture.hpp"

#include "pf/report/markup.hpp"
#include "pf/report/plot_months.hpp"
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
        bool const has_values = style.part == PlotPart::value;
        m_fall_axis = drawdown_axis_of(plot, has_values ? 2 : 8);
        m_gain_axis = has_values ? gain_axis_of(plot, 3) : std::nullopt;
        m_value_axis = has_values ? value_axis_of(plot, 6) : std::nullopt;
        place({margin(), m_width - 14 * tenths, top, bottom});
    }

    void write()
    {
        open();
        if (m_value_axis) {
            write_gaps();
            write_axis(m_values, *m_value_axis);
            write_values();
            write_marks();
        }
        if (m_gain_axis) {
            write_axis(m_gains, *m_gain_axis);
            write_gains();
        }
        if (m_fall_axis) {
            write_axis(m_falls, *m_fall_axis, " %");
            write_falls();
        }
        if (m_value_axis || m_fall_axis) {
            write_days();
        }
        m_out << "</svg>\n";
    }

private:
    /// From below: the drawdown, the gains, and what is left for the values.
    void place(Box const& whole)
    {
        int const between = 26 * tenths;
        auto rest = whole;
        auto const take = [&](bool is_there, int percent) {
            auto box = rest;
            box.top = is_there ? rest.bottom - rest.height() * percent / 100 : rest.bottom;
            rest.bottom = box.top - (is_there ? between : 0);
            return box;
        };
        m_falls = take(m_fall_axis.has_value(), m_value_axis ? 18 : 100);
        m_gains = take(m_gain_axis.has_value(), 28);
        m_values = {whole.left, whole.right, whole.top, std::max(rest.bottom, whole.top)};
    }

    [[nodiscard]] int margin() const
    {
        std::size_t longest = 1;
        auto const add = [&](std::optional<ValueAxis> const& axis, std::size_t more) {
            for (auto const& tick : axis ? axis->ticks : std::vector<ValueTick>{}) {
                longest = std::max(longest, tick.label.size() + more);
            }
        };
        add(m_value_axis, 0);
        add(m_gain_axis, 0);
        add(m_fall_axis, 1);
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
        if (std::ranges::none_of(m_plot.points, [](PlotPoint const& one) { return one.invested.has_value(); })) {
            return fmt::format("On {}: {} {}.", base::to_text(point.day), shown_amount(point.value, m_plot.currency),
                               m_plot.currency.code());
        }
        return fmt::format("On {}: value {}, invested {}, gain {} {}.{}", base::to_text(point.day),
                           shown_amount(point.value, m_plot.currency), shown_amount(point.invested, m_plot.currency),
                           shown_amount(point.gain(), m_plot.currency), m_plot.currency.code(), deepest_fall());
    }

    [[nodiscard]] std::string deepest_fall() const
    {
        auto const* const point = deepest(m_plot);
        return point == nullptr ? ""
                                : fmt::format(" Deepest drawdown {} on {}.", shown_percent(point->drawdown),
                                              base::to_text(point->day));
    }

    void open()
    {
        m_out << fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" id="{0}" viewBox="0 0 {1} {2}" role="img" )"
                             R"(aria-labelledby="{0}-title {0}-text" data-left="{3}" data-right="{4}">)"
                             "\n",
                             m_style.id, m_style.width, m_style.height, pixels(m_values.left), pixels(m_values.right))
              << fmt::format("<title id=\"{}-title\">{}</title>\n", m_style.id, markup_of(heading_of(m_plot)))
              << fmt::format("<desc id=\"{}-text\">{}</desc>\n", m_style.id, markup_of(summary()));
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
                             pixels(base), anchor, markup_of(text))
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
        if (m_style.part == PlotPart::value) {
            entry("value", "46.5h22", "value " + amount(point.value));
            entry("invested", "46.5h22", "invested " + amount(point.invested));
            entry(is_loss ? "loss" : "gain", "41h22v11h-22z", "gain " + amount(gain));
        }
        if (m_fall_axis) {
            entry("fall", "41h22v11h-22z", "drawdown " + shown_percent(point.drawdown));
        }
    }

    void write_axis(Box const& box, ValueAxis const& axis, char const* unit = "")
    {
        for (auto const& tick : axis.ticks) {
            int const at = y(box, axis, tick.value);
            m_out << fmt::format(R"(<path class="{}" d="M{} {}H{}"/>)", tick.value.is_zero() ? "zero" : "grid",
                                 pixels(box.left), pixels(at), pixels(box.right))
                  << "\n";
            write_text(box.left - 8 * tenths, at + 4 * tenths, "label", tick.label + unit, "end");
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
            m_out << fmt::format(R"(<path class="zero" d="M{} {}v5"/>)", pixels(at), pixels(m_falls.bottom)) << "\n";
            write_text(std::min(at, m_width - half - 4 * tenths), m_falls.bottom + 20 * tenths, "label", tick.label,
                       "middle");
        }
        m_out << fmt::format(R"(<path class="cursor" d="M0 {}V{}"/>)", pixels(m_values.top), pixels(m_falls.bottom))
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

    /// A triangle below what came, above what went; where the value is not known there is none.
    void write_marks()
    {
        for (auto const& mark : m_plot.marks) {
            auto const place = (mark.day - m_plot.points.front().day).count();
            if (place < 0 || static_cast<std::size_t>(place) >= m_plot.points.size()) {
                continue;
            }
            auto const& point = m_plot.points[static_cast<std::size_t>(place)];
            if (point.value) {
                int const at = y(m_values, *m_value_axis, *point.value);
                m_out << fmt::format(R"(<path class="mark {}" d="M{} {}{}"><title>)", mark.is_up ? "came" : "went",
                                     pixels(x(static_cast<std::size_t>(place))),
                                     pixels(at + (mark.is_up ? 4 : -4) * tenths),
                                     mark.is_up ? "l5 9h-10z" : "l5 -9h-10z")
                      << markup_of(mark.label) << "</title></path>\n";
            }
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

    /// Down from zero, in percent.
    void write_falls()
    {
        int const zero = y(m_falls, *m_fall_axis, Decimal{});
        auto const depth = [](PlotPoint const& point) { return *depth_of(point); };
        for (auto const& [first, last] :
             runs(m_plot, [](PlotPoint const& point) { return point.drawdown.has_value(); })) {
            write_path("fall", closed(through(first, last, m_falls, *m_fall_axis, depth), first, last, zero));
        }
    }

    void write_gaps()
    {
        for (auto const& [first, last] : runs(m_plot, [](PlotPoint const& point) { return !point.value; })) {
            int const left = x(first == 0 ? 0 : first - 1);
            int const right = x(std::min(last + 1, m_plot.points.size() - 1));
            m_out << fmt::format(R"(<rect class="unknown" x="{}" y="{}" width="{}" height="{}"><title>)", pixels(left),
                                 pixels(m_values.top), pixels(std::max(right - left, tenths)),
                                 pixels(m_falls.bottom - m_values.top))
                  << "unknown value</title></rect>\n";
        }
    }

    std::ostream& m_out;
    Plot const& m_plot;
    PictureStyle const& m_style;
    int m_width;
    std::optional<ValueAxis> m_value_axis;
    std::optional<ValueAxis> m_gain_axis;
    std::optional<ValueAxis> m_fall_axis;
    Box m_values;
    Box m_gains;
    Box m_falls;
};

} // namespace

void write_picture(std::ostream& out, Plot const& plot, PictureStyle const& style)
{
    Picture{out, plot, style}.write();
}

void write_plot_svg(std::ostream& out, Plot const& plot, PlotPart part)
{
    if (part == PlotPart::months) {
        return write_months_svg(out, plot);
    }
    write_picture(out, plot, {960, 640, "plot", true, part});
}

} // namespace pf::report
