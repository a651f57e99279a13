#pragma once

#include "pf/base/error.hpp"
#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"
#include "pf/migration/plan.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pf::jobs {

/// The backup that is taken before the schema of a database with data in it changes (guarantee M14).
class BackupBefore {
public:
    /// None is taken: for a schema that is not ours, and for who has said so.
    BackupBefore() = default;

    /// \param common   where backups go; must live as long as this
    /// \param opt_out  what does without, for the message when it fails: `--no-backup`
    BackupBefore(cli::Common const& common, std::string opt_out) : m_common(&common), m_opt_out(std::move(opt_out)) {}

    /// Take one, if there is anything to lose, on a connection of its own: the migration holds its lock meanwhile.
    /// \throws pf::Error  why there is none, and that nothing was applied
    void take(db::Target const& target, migration::Plan const& plan);

    /// What stopped the migration and, when there is a backup, the command that brings back what was before.
    [[nodiscard]] Error explained(Error const& error) const;

private:
    cli::Common const* m_common = nullptr;
    std::string m_opt_out;
    std::optional<std::filesystem::path> m_taken;
};

} // namespace pf::jobs
