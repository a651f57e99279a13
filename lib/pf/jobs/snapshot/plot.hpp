#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/snapshot/value_days.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What `pf-snapshot plot` was asked to draw.
struct PlotWords {
    DayWords days;
    std::string in;   ///< the currency; empty: as configured
    std::string svg;  ///< a file; empty: none
    std::string html; ///< likewise
    int height = 23;  ///< lines of the chart in the terminal
    std::string of;   ///< `value`, `drawdown`, `months`; empty: value
};

/// `pf-snapshot plot`: value, invested, gain and drawdown day by day, and the returns of months, computed from the
/// books; into the terminal, unless it goes to files. JSON and CSV have the figures. Exit 3 when values are unknown.
/// \throws pf::Error  usage, when a word is not a day or a currency; cannot_create, io_error
[[nodiscard]] cli::Outcome show_plot(db::Database& database, cli::Common const& common, PlotWords const& words,
                                     cli::Environment const& environment, std::ostream& out);

} // namespace pf::jobs
