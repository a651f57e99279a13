#pragma once

#include "pf/model/import_report.hpp"
#include "pf/report/grid.hpp"

namespace pf::report {

/// What became of positions. \param changes  outlive the grid
[[nodiscard]] Grid changes_grid(model::PositionChanges const& changes);

} // namespace pf::report
