#pragma once

#include "pf/backup/retention.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/backup/create.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs {

/// What `pf-backup` was asked to do, as words of the command line.
struct BackupWords {
    std::string folder;             ///< `--to`; empty: what the settings say
    std::string key_file;           ///< empty: what the settings say
    bool allow_plain = false;       ///< also backups that the key does not prove
    std::vector<std::string> files; ///< `verify`
    bool all = false;               ///< `verify`: every backup in the folder
    bool quick = false;             ///< `list`: do not read the files through
    bool prune = false;             ///< `create`: then remove what the rules do not keep
    backup::RetentionRules keep;    ///< `create --prune`, `prune`

    /// \throws pf::Error  see `BackupPlace::of`
    [[nodiscard]] BackupPlace place(cli::Common const& common) const;
};

/// `pf-backup create`. JSON: `pf.backup/1`.
[[nodiscard]] cli::Outcome create(cli::Common const& common, BackupWords const& words, std::ostream& out);

/// `pf-backup list`. Exit 3 when one is damaged. JSON: `pf.backups/1`.
[[nodiscard]] cli::Outcome list(cli::Common const& common, BackupWords const& words, std::ostream& out);

/// `pf-backup verify`. Bad data (65) when one is damaged. JSON: `pf.backup_verification/1`.
[[nodiscard]] cli::Outcome verify_backups(cli::Common const& common, BackupWords const& words, std::ostream& out);

/// `pf-backup keygen`
[[nodiscard]] cli::Outcome generate_key(std::string const& file);

} // namespace pf::jobs
