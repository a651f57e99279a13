#pragma once

#include "pf/base/output.hpp"
#include "pf/report/plot.hpp"

#include <iosfwd>

namespace pf::report {

/// The figures of a chart: days, months and years. JSON: `pf.plot/1`.
/// \param part  what CSV has rows of: days, or months
void write_plot_days(std::ostream& out, Plot const& plot, OutputStyle const& style, PlotPart part = PlotPart::value);

} // namespace pf::report
