#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/db/migrate.hpp"
#include "pf/jobs/run/backup_before.hpp"
#include "pf/migration/plan.hpp"

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::jobs {

/// What every command of pf-migrate needs.
struct MigrateSettings {
    db::Target database;
    db::OpenOptions open;
    std::optional<std::filesystem::path> schema_dir; ///< nothing: the migrations that are built in
    std::chrono::seconds lock_wait{300};             ///< for another runner to finish
    std::chrono::milliseconds lock_timeout{5000};    ///< of a statement; 0: none
    int lock_retries = 10;                           ///< of a file whose statement found no lock
    std::chrono::milliseconds statement_timeout{0};  ///< 0: none
    std::chrono::seconds server_wait{0};             ///< for a server that does not answer yet
    OutputStyle output;
    BackupBefore backup; ///< none is taken before files of `schema_dir`, which may be anybody's
};

/// The files that the settings name.
/// \throws pf::Error  see `migration::read_folder`
[[nodiscard]] migration::Set migrations_of(MigrateSettings const& settings);

/// Apply what is pending, up to the goal. With `dry_run` only print the plan.
/// \throws pf::Error  see `migration::plan_up` and `db::Migrator::run`
cli::Outcome up(MigrateSettings const& settings, migration::Goal const& goal, bool dry_run, std::ostream& out);

/// Undo applied migrations, the last one by default. With `dry_run` only print the plan.
cli::Outcome down(MigrateSettings const& settings, migration::Goal const& goal, bool dry_run, std::ostream& out);

/// Print what `up` would do; with `sql` as a script.
cli::Outcome plan(MigrateSettings const& settings, migration::Goal const& goal, bool sql, std::ostream& out);

/// Print every migration and its state. Exit code 3 when files and history disagree; with `check`, for CI, 76 then and
/// when something is pending.
cli::Outcome status(MigrateSettings const& settings, bool check, std::ostream& out);

/// Undo the last applied migrations, as many as the goal's steps (1), and apply them again.
cli::Outcome redo(MigrateSettings const& settings, migration::Goal const& goal, std::ostream& out);

/// Take over an applied file that was changed since, with the reason; of a file without a transaction that was cut
/// short, forget how far it came.
/// \param file  its path, name or version
/// \throws pf::Error  no_input, when there is no such file
cli::Outcome repair(MigrateSettings const& settings, std::string const& file, std::string const& reason,
                    std::ostream& out);

/// Say of a database that was made by other means that it is at this version.
cli::Outcome baseline(MigrateSettings const& settings, std::int64_t version, std::ostream& out);

/// Wait, `server_wait` at most, until the database answers.
/// \throws pf::Error  unavailable, permission: what the database said last
cli::Outcome wait(MigrateSettings const& settings);

} // namespace pf::jobs
