#pragma once

#include "pf/base/error.hpp"
#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pf::jobs {

/// The backup that is taken before the schema of a database with data in it changes (guarantee M14), or an account is
/// removed.
class BackupBefore {
public:
    /// None is taken: for a schema that is not ours, and for who has said so.
    BackupBefore() = default;

    /// \param common   where backups go; must live as long as this
    /// \param opt_out  what does without, for the message when it fails: `--no-backup`; empty: nothing
    BackupBefore(cli::Common const& common, std::string opt_out) : m_common(&common), m_opt_out(std::move(opt_out)) {}

    /// What it is taken before, as messages say it.
    struct Deed {
        std::string_view noun; ///< `the migration`
        std::string_view done; ///< `migrated`
    };

    /// Take one, if there is anything to lose, on a connection of its own: a migration holds its lock meanwhile.
    /// \throws pf::Error  why there is none, and that nothing was done
    void take(db::Target const& target, Deed deed);

    /// What stopped the migration and, when there is a backup, the command that brings back what was before.
    [[nodiscard]] Error explained(Error const& error) const;

private:
    cli::Common const* m_common = nullptr;
    std::string m_opt_out;
    std::string m_portfolio; ///< which it is of
    std::optional<std::filesystem::path> m_taken;
};

} // namespace pf::jobs
