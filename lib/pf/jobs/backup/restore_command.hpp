#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/backup/backup_command.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What `pf-backup restore` was asked, as words of the command line.
struct RestoreWords {
    std::string file;                   ///< a path, or the name of a backup in the folder
    std::string into;                   ///< the URL of a database; empty: the one of the settings
    std::string as_of_schema{"latest"}; ///< or `keep`
    bool replace = false;
};

/// `pf-backup restore`. What it replaces is backed up before. JSON: `pf.restore/1`.
[[nodiscard]] cli::Outcome restore(cli::Common const& common, BackupWords const& words, RestoreWords const& restore,
                                   std::ostream& out);

} // namespace pf::jobs
