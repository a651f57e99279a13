#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/backup/create.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// `pf-backup drill`: restore the newest good backup into a scratch database, compare every table with the backup and
/// the books with the transactions, note when, and remove the scratch database. Exit 3 when a newer backup is damaged.
/// JSON: `pf.drill/1`.
/// \param scratch  the URL of an empty database on PostgreSQL to use; empty: a new one beside `--database`, or a
///                 temporary file when that is on SQLite
/// \throws pf::Error  no_input, when there is no good backup; bad_data, when the books are not right
[[nodiscard]] cli::Outcome drill(cli::Common const& common, BackupPlace const& place, std::string const& scratch,
                                 std::ostream& out);

} // namespace pf::jobs
