#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/backup/create.hpp"

#include <chrono>
#include <iosfwd>
#include <optional>

namespace pf::jobs {

/// How old things may be.
struct Ages {
    std::chrono::seconds backup{0};            ///< the newest good backup
    std::optional<std::chrono::seconds> drill; ///< the last drill; nothing: it does not matter

    /// `26h`, and `30d` or an empty word.
    /// \throws pf::Error  usage
    [[nodiscard]] static Ages of(std::string const& backup, std::string const& drill);
};

/// `pf-backup check`, for monitoring: how old is the newest good backup, and how long ago was one restored for a trial?
/// Exit 3 when that is too long ago or has not come yet, or when a backup is damaged or from the future. JSON:
/// `pf.backup_check/1`.
[[nodiscard]] cli::Outcome check_freshness(cli::Common const& common, BackupPlace const& place, Ages const& ages,
                                           std::ostream& out);

} // namespace pf::jobs
