#pragma once

#include "pf/report/plot.hpp"

#include <iosfwd>
#include <string>

namespace pf::report {

/// A size of the picture, in pixels, and what belongs to it.
struct PictureStyle {
    int width = 960;
    int height = 540;
    std::string id;                  ///< of the element, and what its inner names begin with
    bool stands_alone = false;       ///< with heading, legend, background and style sheet
    PlotPart part = PlotPart::value; ///< or the drawdown
};

/// One `<svg>` element.
void write_picture(std::ostream& out, Plot const& plot, PictureStyle const& style);

/// The colours of pictures, light and dark, as CSS.
[[nodiscard]] std::string picture_colors();

} // namespace pf::report
