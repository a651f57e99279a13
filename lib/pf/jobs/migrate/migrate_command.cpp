#include "pf/jobs/migrate/migrate_command.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/migrate.hpp"
#include "pf/db/readiness.hpp"
#include "pf/jobs/migrate/report.hpp"
#include "pf/jobs/run/schema.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace pf::jobs {

namespace {

using db::Migrator;
using migration::Direction;
using migration::Goal;
using migration::History;
using migration::Plan;

migration::Dialect dialect_of(db::Backend backend)
{
    return backend == db::Backend::postgresql ? migration::Dialect::postgresql : migration::Dialect::sqlite;
}

/// The database, with signals that stop what it is doing.
struct Connection {
    explicit Connection(MigrateSettings const& settings) : database(opened(settings)) {}

    static db::Database opened(MigrateSettings const& settings)
    {
        db::wait_until_ready(settings.database, settings.server_wait, cli::Interrupt::check);
        return db::Database::open(settings.database, settings.open);
    }

    db::Database database;
    db::Canceller canceller{database};
    cli::Interrupt::Hook hook{[](void* self) { static_cast<db::Canceller*>(self)->cancel(); }, &canceller};
};

MigrateSettings without_creating(MigrateSettings settings)
{
    settings.open.missing = db::Missing::refused;
    return settings;
}

db::MigrateOptions options_of(std::vector<Duration>& durations, MigrateSettings const& settings)
{
    auto options = talking_options();
    options.lock_wait = settings.lock_wait;
    options.lock_timeout = settings.lock_timeout;
    options.lock_retries = settings.lock_retries;
    options.statement_timeout = settings.statement_timeout;
    options.applied = [&durations, log = options.applied](migration::File const& file, Duration duration) {
        durations.push_back(duration);
        log(file, duration);
    };
    return options;
}

std::string summary_of(Plan const& plan)
{
    if (plan.empty()) {
        return fmt::format("up to date at version {}", plan.from);
    }
    std::size_t const count = plan.files.size();
    return fmt::format("{} migration{} {}; the database is at version {}", count, count == 1 ? "" : "s",
                       plan.direction == Direction::up ? "applied" : "undone", plan.to);
}

using MakePlan = Plan (*)(migration::Set const&, History const&, Goal const&, std::string_view);

cli::Outcome run(MigrateSettings const& settings, MakePlan make_plan, Goal const& goal, std::ostream& out)
{
    auto const set = migrations_of(settings);
    Connection connection{settings};
    std::vector<Duration> durations;
    auto const decide = [&](History const& history) { return make_plan(set, history, goal, settings.database.shown); };
    Plan applied = decide(Migrator{connection.database}.history());
    if (!applied.empty()) {
        applied = apply_migrations(connection.database, options_of(durations, settings),
                                   settings.schema_dir ? BackupBefore{} : settings.backup, decide);
    }
    if (settings.output.format == OutputFormat::table) {
        out << applied;
    } else {
        report::write(out, run_report(applied, durations), settings.output);
    }
    auto outcome = cli::Outcome::ok(summary_of(applied), {{"from", applied.from}, {"to", applied.to}});
    return applied.empty() ? outcome : std::move(outcome).as_event("migrate");
}

/// A plan, and whether there is a history yet.
struct Preview {
    Plan plan;
    bool is_new = true;
};

/// A plan for a file that is still to be created can be shown as well.
Preview preview(MigrateSettings const& settings, std::function<Plan(History const&)> const& decide)
{
    try {
        Connection connection{without_creating(settings)};
        Migrator migrator{connection.database};
        auto const history = migrator.history();
        return {migrator.resumed(decide(history)), history.empty()};
    } catch (Error const& error) {
        if (error.code() == ExitCode::no_input) {
            return {decide({}), true};
        }
        throw;
    }
}

cli::Outcome show(MigrateSettings const& settings, MakePlan make_plan, Goal const& goal, bool sql, std::ostream& out)
{
    auto const set = migrations_of(settings);
    auto const [planned, is_new] = preview(
        settings, [&](History const& history) { return make_plan(set, history, goal, settings.database.shown); });
    if (sql) {
        out << db::script_of(planned, settings.database, is_new);
    } else if (settings.output.format == OutputFormat::table) {
        out << planned;
    } else {
        report::write(out, plan_report(planned), settings.output);
    }
    return cli::Outcome::ok();
}

} // namespace

migration::Set migrations_of(MigrateSettings const& settings)
{
    return settings.schema_dir ? migration::read_folder(*settings.schema_dir, dialect_of(settings.database.backend))
                               : embedded_migrations(settings.database.backend);
}

cli::Outcome up(MigrateSettings const& settings, Goal const& goal, bool dry_run, std::ostream& out)
{
    return dry_run ? show(settings, migration::plan_up, goal, false, out)
                   : run(settings, migration::plan_up, goal, out);
}

cli::Outcome down(MigrateSettings const& settings, Goal const& goal, bool dry_run, std::ostream& out)
{
    return dry_run ? show(settings, migration::plan_down, goal, false, out)
                   : run(without_creating(settings), migration::plan_down, goal, out);
}

cli::Outcome plan(MigrateSettings const& settings, Goal const& goal, bool sql, std::ostream& out)
{
    return show(settings, migration::plan_up, goal, sql, out);
}

cli::Outcome status(MigrateSettings const& settings, bool check, std::ostream& out)
{
    auto const set = migrations_of(settings);
    Connection connection{without_creating(settings)};
    auto const history = Migrator{connection.database}.history();
    auto const disagreements = migration::compare(set, history);
    bool const is_pending = set.latest() > version_of(history);
    report::write(out, status_report(set, history, disagreements, settings.database.shown), settings.output);
    cli::print_complaints(complaints(disagreements, settings.database.shown));
    cli::Outcome outcome = cli::outcome_of(disagreements);
    if (check && (is_pending || !disagreements.empty())) {
        outcome.code = ExitCode::schema;
    }
    return outcome;
}

cli::Outcome redo(MigrateSettings const& settings, Goal const& goal, std::ostream& out)
{
    auto const [planned, is_new] = preview(settings, [&](History const& history) {
        return migration::plan_down(migrations_of(settings), history, goal, settings.database.shown);
    });
    run(without_creating(settings), migration::plan_down, {planned.to, {}, false}, out);
    return run(settings, migration::plan_up, {planned.from, {}, false}, out);
}

cli::Outcome repair(MigrateSettings const& settings, std::string const& file, std::string const& reason,
                    std::ostream& out)
{
    auto const set = migrations_of(settings);
    auto const found = std::ranges::find_if(set.sources(), [&](migration::Source const& each) {
        return each.script.path == file || each.name == file || each.name + ".sql" == file ||
               std::to_string(each.version) == file;
    });
    if (found == set.sources().end()) {
        throw Error{ExitCode::no_input, "there is no such migration", file,
                    "name its path, its name or its version, as `pf-migrate status` shows them"};
    }
    Connection connection{without_creating(settings)};
    std::vector<Duration> durations;
    if (!Migrator{connection.database, options_of(durations, settings)}.repair(migration::parse(*found), reason)) {
        return cli::Outcome::ok(found->name + " is as it was applied: there is nothing to repair");
    }
    out << "repaired  " << found->script.path << '\n';
    return cli::Outcome::ok();
}

cli::Outcome baseline(MigrateSettings const& settings, std::int64_t version, std::ostream& out)
{
    auto const plan = migration::plan_up(migrations_of(settings), {}, {version, {}, false}, settings.database.shown);
    Connection connection{without_creating(settings)};
    std::vector<Duration> durations;
    Migrator{connection.database, options_of(durations, settings)}.baseline(plan.files);
    for (auto const& file : plan.files) {
        out << "baseline  " << file.script.path << '\n';
    }
    return cli::Outcome::ok(fmt::format("the database counts as being at version {}", version));
}

cli::Outcome wait(MigrateSettings const& settings)
{
    Connection const connection{without_creating(settings)};
    return cli::Outcome::ok("the database answers");
}

} // namespace pf::jobs
