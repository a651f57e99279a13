// pf-migrate: bring the database schema to a version.
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/migrate.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    std::string schema_dir;
    std::int64_t lock_wait_s = 300;
    pf::migration::Goal goal;
    bool dry_run = false;
    bool check = false;
    bool sql = false;

    [[nodiscard]] pf::jobs::MigrateSettings settings() const
    {
        pf::jobs::MigrateSettings settings;
        settings.database = pf::db::Target::parse(common.database);
        settings.open.application_name = common.application_name();
        settings.open.log_sql = common.log_sql;
        if (!schema_dir.empty()) {
            settings.schema_dir = schema_dir;
        }
        settings.lock_wait = std::chrono::seconds{lock_wait_s};
        settings.output = common.output;
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
    command.add_flag("--dry-run", options.dry_run, "Only print the plan");
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
    app.require_subcommand(1);
    return pf::cli::run_main(app, argc, argv, [&] {
        auto const settings = options.settings();
        if (up.parsed()) {
            return pf::jobs::up(settings, options.goal, options.dry_run, std::cout);
        }
        if (down.parsed()) {
            return pf::jobs::down(settings, options.goal, options.dry_run, std::cout);
        }
        if (status.parsed()) {
            return pf::jobs::status(settings, options.check, std::cout);
        }
        return pf::jobs::plan(settings, options.goal, options.sql, std::cout);
    });
}
