#pragma once

#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"
#include "pf/report/canvas.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// One day of a chart; nothing means unknown, and leaves a gap.
struct PlotPoint {
    Date day{};
    std::optional<Decimal> value;      ///< at the end of the day
    std::optional<Decimal> invested;   ///< what came from outside until then, less what went there
    std::optional<Decimal> drawdown{}; ///< how far the time-weighted return is below its peak: 0.25 is a quarter

    /// value − invested
    [[nodiscard]] std::optional<Decimal> gain() const;

    friend bool operator==(PlotPoint const&, PlotPoint const&) = default;
};

/// Something that happened on a day of a chart.
struct PlotMark {
    Date day{};
    bool is_up = true;   ///< more came to be held
    std::string label{}; ///< `2024-01-10 BUY 15`

    friend bool operator==(PlotMark const&, PlotMark const&) = default;
};

/// A calendar month or year of a chart, or what it has of one.
struct PlotPeriod {
    std::string name;             ///< `2024-03`, `2024`
    std::optional<Decimal> twr{}; ///< time-weighted: 0.05 is five percent
    bool is_unknown = false;      ///< the return is not known; otherwise, without one, nothing was invested

    friend bool operator==(PlotPeriod const&, PlotPeriod const&) = default;
};

/// What a portfolio was worth, what was put into it, and the difference.
struct Plot {
    std::string title; ///< whose it is
    Currency currency;
    std::vector<PlotPoint> points;    ///< at least one; ascending, a day each without a gap
    std::vector<PlotMark> marks{};    ///< on the line of values; pictures show them, terminals do not
    std::vector<PlotPeriod> months{}; ///< ascending; may be empty
    std::vector<PlotPeriod> years{};  ///< of these months
};

/// What of it is drawn.
enum class PlotPart : std::uint8_t {
    value,    ///< value, invested money and gain; pictures have the drawdown below
    drawdown, ///< alone
    months,   ///< a map of the returns by month and year
};

/// How a chart fits a terminal.
struct PlotStyle {
    int width = 80;  ///< columns, at least 40
    int height = 23; ///< lines, at least 16; a terminal needs one more for what comes after
    bool color = false;
    Glyphs glyphs = Glyphs::braille;
    PlotPart part = PlotPart::value;
};

/// As characters, with a title and a line of the latest figures: value and invested above and gain below; the drawdown
/// down from zero; or a row of months for each year.
void draw_plot(std::ostream& out, Plot const& plot, PlotStyle const& style);

/// As a picture that needs nothing else. It follows the reader's choice of light or dark.
void write_plot_svg(std::ostream& out, Plot const& plot, PlotPart part = PlotPart::value);

/// As a page that needs nothing else, with the same pictures, the figures under the pointer and a table of values.
void write_plot_html(std::ostream& out, Plot const& plot);

} // namespace pf::report
