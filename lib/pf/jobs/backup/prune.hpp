#pragma once

#include "pf/backup/retention.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/backup/create.hpp"
#include "pf/report/grid.hpp"

#include <iosfwd>

namespace pf::jobs {

/// `pf-backup prune`: what the rules would remove or, with `apply`, do remove. Exit 3 when a backup is no good one, or
/// from the future.
/// JSON: `pf.prune/1`.
/// \throws pf::Error  usage, when there are no rules; busy, when another run works in the folder
[[nodiscard]] cli::Outcome prune(cli::Common const& common, BackupPlace const& place,
                                 backup::RetentionRules const& rules, bool apply, std::ostream& out);

/// \throws pf::Error  usage, when there are no rules
void check_rules(backup::RetentionRules const& rules);

/// Remove what the rules do not keep; for a run that has just made a backup.
/// \param just_made  the name of that one, which stays
/// \throws pf::Error  as `prune`
[[nodiscard]] backup::RetentionPlan prune_now(cli::Common const& common, BackupPlace const& place,
                                              backup::RetentionRules const& rules, std::string const& just_made);

/// A row for each file: its fate and why.
[[nodiscard]] report::Grid grid_of(backup::RetentionPlan const& plan);

} // namespace pf::jobs
