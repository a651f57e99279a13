#pragma once

#include "pf/jobs/migrate/migrate_command.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs {

/// What `pf-migrate distribute` was told.
struct DistributeWords {
    std::vector<std::string> names; ///< empty: all portfolios but `public`, which is the database's own
    bool undo = false;              ///< bring them back
    bool dry_run = false;
};

/// Put portfolios on the machines of a Citus cluster, each whole on one; those that are there already stay. Prints what
/// is where: `pf.distribution/1`.
/// \throws pf::Error  schema, when the database is not the coordinator of a cluster that can; no_input, when there is
/// no
///                    such portfolio; busy, when somebody works in one
cli::Outcome distribute(MigrateSettings const& settings, DistributeWords const& words, std::ostream& out);

} // namespace pf::jobs
