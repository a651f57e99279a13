#pragma once

#include "pf/base/output.hpp"
#include "pf/report/plot.hpp"

#include <iosfwd>

namespace pf::report {

/// The figures of a chart, a row per day. JSON: `pf.plot/1`.
void write_plot_days(std::ostream& out, Plot const& plot, OutputStyle const& style);

} // namespace pf::report
