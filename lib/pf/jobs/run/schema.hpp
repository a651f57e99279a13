#pragma once

#include "pf/db/database.hpp"
#include "pf/db/migrate.hpp"
#include "pf/jobs/run/backup_before.hpp"
#include "pf/migration/plan.hpp"

namespace pf::jobs {

/// The files that are built in.
[[nodiscard]] migration::Set embedded_migrations(db::Backend backend);

/// Options of a migration that can be interrupted, and logs whom it waits for and what it applied.
[[nodiscard]] db::MigrateOptions talking_options();

/// Apply what `decide` makes of the history, a backup first.
/// \return  what was applied
/// \throws pf::Error  see `db::Migrator::run`; says how to bring back what was there before
migration::Plan apply_migrations(db::Database& database, db::MigrateOptions options, BackupBefore backup,
                                 db::Migrator::Planner const& decide);

/// What a program does before it works with the tables: one round trip when the schema is the one it was built with;
/// otherwise it applies what is pending.
/// \param auto_migrate  off (PF_AUTO_MIGRATE=off): an older schema is an error that names the command
/// \param backup        taken before
/// \throws pf::Error    schema, when the database is newer than the program or its history is another one; else as
///                      `apply_migrations`
void bring_up_to_date(db::Database& database, bool auto_migrate, BackupBefore backup = {});

} // namespace pf::jobs
