#pragma once

#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"
#include "pf/report/canvas.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// One day of a chart; nothing means unknown, and leaves a gap.
struct PlotPoint {
    Date day{};
    std::optional<Decimal> value;    ///< at the end of the day
    std::optional<Decimal> invested; ///< what came from outside until then, less what went there

    /// value − invested
    [[nodiscard]] std::optional<Decimal> gain() const;

    friend bool operator==(PlotPoint const&, PlotPoint const&) = default;
};

/// What a portfolio was worth, what was put into it, and the difference.
struct Plot {
    std::string title; ///< whose it is
    Currency currency;
    std::vector<PlotPoint> points; ///< at least one; ascending, a day each without a gap
};

/// How a chart fits a terminal.
struct PlotStyle {
    int width = 80;  ///< columns, at least 40
    int height = 23; ///< lines, at least 16; a terminal needs one more for what comes after
    bool color = false;
    Glyphs glyphs = Glyphs::braille;
};

/// As characters: value and invested above, gain below, axes, and a line of the latest figures.
void draw_plot(std::ostream& out, Plot const& plot, PlotStyle const& style);

/// As a picture that needs nothing else. It follows the reader's choice of light or dark.
void write_plot_svg(std::ostream& out, Plot const& plot);

/// As a page that needs nothing else, with the same picture, the figures under the pointer and a table of values.
void write_plot_html(std::ostream& out, Plot const& plot);

} // namespace pf::report
