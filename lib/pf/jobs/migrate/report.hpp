#pragma once

#include "pf/cli/log.hpp"
#include "pf/migration/plan.hpp"
#include "pf/report/grid.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace pf::jobs {

using Duration = std::chrono::milliseconds;

/// `pf.migration_plan/1`
[[nodiscard]] report::Report plan_report(migration::Plan const& plan);

/// `pf.migration_run/1`
/// \param durations  of the files that this run applied; fewer than the plan has, when another runner helped
[[nodiscard]] report::Report run_report(migration::Plan const& plan, std::vector<Duration> const& durations);

/// `pf.migrations/1`: every version of files and history, ascending, with its state
[[nodiscard]] report::Report status_report(migration::Set const& set, migration::History const& history,
                                           std::vector<migration::Disagreement> const& disagreements,
                                           std::string const& database);

[[nodiscard]] std::vector<cli::Complaint> complaints(std::vector<migration::Disagreement> const& disagreements,
                                                     std::string const& database);

} // namespace pf::jobs
