// pf-migrate: bring the database schema to a version.
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/lint.hpp"
#include "pf/jobs/migrate.hpp"
#include "pf/jobs/migrate_test.hpp"
#include "pf/jobs/migrate_verify.hpp"
#include "pf/jobs/new_migration.hpp"
#include "pf/jobs/redis.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    std::string schema_dir;
    std::int64_t lock_wait_s = 300;
    std::int64_t lock_timeout_s = 5;
    std::int64_t statement_timeout_s = 0;
    std::int64_t server_wait_s = 0;
    int lock_retries = 10;
    std::int64_t version = 0;
    std::string file;
    std::string reason;
    pf::migration::Goal goal;
    bool dry_run = false;
    bool check = false;
    bool sql = false;
    std::string scratch;
    bool no_privileges = false;
    bool no_backup = false;
    std::string backend;
    std::string name;

    [[nodiscard]] std::optional<std::filesystem::path> folder() const
    {
        return schema_dir.empty() ? std::nullopt : std::optional<std::filesystem::path>{schema_dir};
    }

    [[nodiscard]] std::optional<pf::db::Target> scratch_target() const
    {
        return scratch.empty() ? std::nullopt : std::optional{pf::db::Target::parse(scratch)};
    }

    [[nodiscard]] pf::jobs::MigrateSettings settings() const
    {
        pf::jobs::MigrateSettings settings;
        settings.database = pf::db::Target::parse(common.database);
        settings.open.application_name = common.application_name();
        settings.open.log_sql = common.log_sql;
        settings.schema_dir = folder();
        settings.lock_wait = std::chrono::seconds{lock_wait_s};
        settings.lock_timeout = std::chrono::seconds{lock_timeout_s};
        settings.lock_retries = lock_retries;
        settings.statement_timeout = std::chrono::seconds{statement_timeout_s};
        settings.server_wait = std::chrono::seconds{server_wait_s};
        settings.output = common.output;
        if (!no_backup) {
            settings.backup = {common, "--no-backup"};
        }
        return settings;
    }
};

void add_shared(CLI::App& app, Options& options)
{
    options.common.add_to(app);
    app.add_option("--schema-dir", options.schema_dir, "Folder of NNNN_verb_noun.sql instead of the built-in ones")
        ->type_name("DIR")
        ->group(pf::cli::shared_group);
    app.add_option("--lock-wait", options.lock_wait_s, "Longest wait for another migration (300)")
        ->type_name("SECONDS")
        ->check(pf::cli::whole_number(0, 86400))
        ->group(pf::cli::shared_group);
}

void add_limits(CLI::App& command, Options& options)
{
    command.add_flag("--no-backup", options.no_backup, "Take no backup before, even when there is data");
    auto const add = [&](char const* name, auto& value, char const* text, std::int64_t most) {
        command.add_option(name, value, text)->check(pf::cli::whole_number(0, most))->capture_default_str();
    };
    add("--lock-timeout", options.lock_timeout_s, "Longest wait of a statement for a lock, in seconds; 0: no limit",
        86400);
    add("--lock-retries", options.lock_retries, "How often a file is tried again that found no lock", 1000);
    add("--statement-timeout", options.statement_timeout_s, "Longest run of a statement, in seconds; 0: no limit",
        31'536'000);
}

void add_wait(CLI::App& command, Options& options, char const* name)
{
    command.add_option(name, options.server_wait_s, "Longest wait for a server that does not answer yet")
        ->type_name("SECONDS")
        ->check(pf::cli::whole_number(0, 86400))
        ->capture_default_str();
}

void add_goal(CLI::App& command, Options& options, std::string const& to, std::string const& steps)
{
    auto* const version =
        command.add_option("--to", options.goal.to, to)->type_name("VERSION")->check(pf::cli::whole_number(0));
    command.add_option("--steps", options.goal.steps, steps)
        ->type_name("N")
        ->excludes(version)
        ->check(pf::cli::whole_number(1));
}

CLI::App& add_up(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("up", "Apply what is pending");
    add_goal(command, options, "Stop at this version", "Apply at most so many");
    command.add_flag("--allow-late", options.goal.allow_late, "Apply files, too, that come before an applied one");
    command.add_flag("--dry-run", options.dry_run, "Only print the plan");
    add_limits(command, options);
    add_wait(command, options, "--wait");
    pf::cli::add_examples(command, {{"pf-migrate up", "to the newest version"},
                                    {"pf-migrate up --dry-run", "what would be applied"},
                                    {"pf-migrate up --schema-dir db/schema", "for a database of your own"}});
    return command;
}

CLI::App& add_down(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("down", "Undo applied migrations, the last one by default");
    add_goal(command, options, "Undo everything after this version; 0: everything", "Undo so many");
    command.add_flag("--dry-run", options.dry_run, "Only print the plan");
    add_limits(command, options);
    pf::cli::add_examples(command, {{"pf-migrate down", "back one version"},
                                    {"pf-migrate down --to 3 --dry-run", "what that would undo"}});
    return command;
}

CLI::App& add_status(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("status", "Show every migration and whether it is applied");
    command.add_flag("--check", options.check, "Exit with 76 unless the database is up to date");
    pf::cli::add_examples(command, {{"pf-migrate status", "as a table"},
                                    {"pf-migrate status --check --quiet", "for a deployment script"},
                                    {"pf-migrate status --output json", "for a program"}});
    return command;
}

CLI::App& add_plan(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("plan", "Show what `up` would do, and do nothing");
    add_goal(command, options, "Stop at this version", "Apply at most so many");
    command.add_flag("--sql", options.sql, "As a script for psql or sqlite3");
    pf::cli::add_examples(command, {{"pf-migrate plan", "the files that are pending"},
                                    {"pf-migrate plan --sql", "to review, or to run elsewhere"}});
    return command;
}

CLI::App& add_redo(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("redo", "Undo the last applied migration and apply it again");
    command.add_option("--steps", options.goal.steps, "The last so many")
        ->type_name("N")
        ->check(pf::cli::whole_number(1));
    add_limits(command, options);
    pf::cli::add_examples(command, {{"pf-migrate redo --schema-dir db", "while you are still writing it"}});
    return command;
}

CLI::App& add_repair(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("repair", "Accept an applied file that was changed since");
    command.add_option("FILE", options.file, "Its path, name or version")->required();
    command.add_option("--reason", options.reason, "Kept in the history")->type_name("TEXT")->required();
    pf::cli::add_examples(command,
                          {{"pf-migrate repair 7 --reason 'only a comment'", "its new checksum counts from now on"}});
    return command;
}

CLI::App& add_baseline(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("baseline", "Count the files up to a version as applied, and apply none");
    command.add_option("VERSION", options.version, "What the database is at")
        ->required()
        ->check(pf::cli::whole_number(1));
    pf::cli::add_examples(command, {{"pf-migrate baseline 12 --schema-dir db", "to adopt a database that exists"}});
    return command;
}

CLI::App& add_wait_command(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("wait", "Wait until the database answers");
    add_wait(command, options, "--timeout");
    pf::cli::add_examples(command,
                          {{"pf-migrate wait --timeout 60 && pf-migrate up", "in a script that starts the server"}});
    return command;
}

void add_scratch(CLI::App& command, Options& options)
{
    command.add_option("--scratch", options.scratch, "Empty database to use instead of a new one, emptied again")
        ->type_name("URL");
}

CLI::App& add_test(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("test", "Prove in a scratch database that every down takes back its up");
    add_scratch(command, options);
    pf::cli::add_examples(command, {{"pf-migrate test", "the built-in migrations"},
                                    {"pf-migrate test --schema-dir db/schema", "your own, before you commit them"}});
    return command;
}

CLI::App& add_verify(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("verify", "Compare the schema with what the applied migrations give");
    add_scratch(command, options);
    command.add_flag("--no-privileges", options.no_privileges, "Do not compare owners and grants");
    pf::cli::add_examples(command, {{"pf-migrate verify", "exits with 76 when somebody changed it by hand"}});
    return command;
}

CLI::App& add_lint(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("lint", "Point out dangerous SQL; needs no database");
    command.add_option("--backend", options.backend, "postgresql or sqlite; all that are there by default")
        ->type_name("NAME")
        ->check(pf::cli::one_of({"postgresql", "sqlite"}));
    pf::cli::add_examples(command, {{"pf-migrate lint --schema-dir db/schema", "exits with 65 when there is something"},
                                    {"pf-migrate lint --schema-dir db --backend postgresql", "a folder for PostgreSQL"},
                                    {"pf-migrate lint --output json", "for a program"}});
    return command;
}

CLI::App& add_new(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("new", "Create the next migration, for you to fill in");
    command.add_option("NAME", options.name, "What it does: verb_noun")->required();
    pf::cli::add_examples(command, {{"pf-migrate new add_title", "in the folder schema"},
                                    {"pf-migrate new add_title --schema-dir db/schema", "elsewhere"}});
    return command;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Bring the database schema to a version, one transaction per migration.", "pf-migrate"};
    Options options;
    add_shared(app, options);
    auto const& up = add_up(app, options);
    auto const& down = add_down(app, options);
    auto const& status = add_status(app, options);
    add_plan(app, options);
    auto const& redo = add_redo(app, options);
    auto const& repair = add_repair(app, options);
    auto const& baseline = add_baseline(app, options);
    auto const& wait = add_wait_command(app, options);
    auto const& test = add_test(app, options);
    auto const& verify = add_verify(app, options);
    auto const& lint = add_lint(app, options);
    auto const& create = add_new(app, options);
    app.require_subcommand(1);
    return pf::cli::run_main(app, argc, argv, [&] {
        if (lint.parsed()) {
            return pf::jobs::lint({options.folder(), options.backend, options.common.database, options.common.output},
                                  std::cout);
        }
        if (create.parsed()) {
            return pf::jobs::new_migration({options.folder(), options.name, options.common.output}, std::cout);
        }
        auto const settings = options.settings();
        if (up.parsed()) {
            return pf::jobs::announced(options.common,
                                       pf::jobs::up(settings, options.goal, options.dry_run, std::cout));
        }
        if (down.parsed()) {
            return pf::jobs::announced(options.common,
                                       pf::jobs::down(settings, options.goal, options.dry_run, std::cout));
        }
        if (status.parsed()) {
            return pf::jobs::status(settings, options.check, std::cout);
        }
        if (redo.parsed()) {
            return pf::jobs::announced(options.common, pf::jobs::redo(settings, options.goal, std::cout));
        }
        if (repair.parsed()) {
            return pf::jobs::repair(settings, options.file, options.reason, std::cout);
        }
        if (baseline.parsed()) {
            return pf::jobs::baseline(settings, options.version, std::cout);
        }
        if (wait.parsed()) {
            return pf::jobs::wait(settings);
        }
        if (test.parsed()) {
            return pf::jobs::test(settings, options.scratch_target(), std::cout);
        }
        if (verify.parsed()) {
            return pf::jobs::verify(settings, !options.no_privileges, options.scratch_target(), std::cout);
        }
        return pf::jobs::plan(settings, options.goal, options.sql, std::cout);
    });
}
