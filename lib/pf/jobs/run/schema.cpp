#include "pf/jobs/run/schema.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace pf::jobs {

namespace {

void log_applied(migration::File const& file, std::chrono::milliseconds duration)
{
    cli::log(cli::Level::debug, "migrate_file", fmt::format("{} ({} ms)", file.name, duration.count()),
             {{"version", file.version}, {"name", file.name}, {"duration_ms", std::int64_t{duration.count()}}});
}

} // namespace

migration::Set embedded_migrations(db::Backend backend)
{
    return migration::embedded_set(backend == db::Backend::postgresql ? migration::Dialect::postgresql
                                                                      : migration::Dialect::sqlite);
}

db::MigrateOptions talking_options()
{
    db::MigrateOptions options;
    options.blocked = [](std::string const& holder) {
        cli::log(cli::Level::info, "migrate_blocked", "waiting for a lock of " + holder, {{"holder", holder}});
    };
    options.retrying = [](migration::File const& file, Error const& error, std::chrono::milliseconds pause) {
        cli::log(cli::Level::info, "migrate_retry",
                 fmt::format("{}: {}; rolled back, trying again in {} ms", file.name, error.message(), pause.count()),
                 {{"name", file.name}, {"pause_ms", std::int64_t{pause.count()}}});
    };
    options.check = cli::Interrupt::check;
    options.waiting = [](std::string const& holder) {
        cli::log(cli::Level::info, "migrate_waiting", "waiting for another migration: " + holder, {{"holder", holder}});
    };
    options.applied = log_applied;
    return options;
}

migration::Plan apply_migrations(db::Database& database, db::MigrateOptions options, BackupBefore backup,
                                 db::Migrator::Planner const& decide)
{
    options.before = [&](migration::Plan const& plan) {
        if (plan.from > 0) {
            backup.take(database.target(), {"the migration", "migrated"});
        }
    };
    try {
        return db::Migrator{database, std::move(options)}.run(decide);
    } catch (Error const& error) {
        throw backup.explained(error);
    }
}

void bring_up_to_date(db::Database& database, bool auto_migrate, BackupBefore backup)
{
    auto const set = embedded_migrations(database.backend());
    std::string const& shown = database.target().shown;
    auto const decide = [&](migration::History const& history) { return migration::plan_up(set, history, {}, shown); };
    auto plan = decide(db::Migrator{database}.history());
    if (plan.empty()) {
        return;
    }
    if (!auto_migrate) {
        throw Error{ExitCode::schema,
                    fmt::format("the schema is at version {}, this program needs version {}", plan.from, plan.to),
                    shown, "run `pf-migrate up`, or let programs do it themselves with PF_AUTO_MIGRATE=on"};
    }
    plan = apply_migrations(database, talking_options(), std::move(backup), decide);
    cli::log(plan.from == 0 ? cli::Level::debug : cli::Level::info, "migrated",
             fmt::format("the schema of {} was brought from version {} to {}", shown, plan.from, plan.to),
             {{"from", plan.from}, {"to", plan.to}});
}

} // namespace pf::jobs
