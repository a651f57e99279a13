// pf-migrate: bring the database schema to a version.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/migrate/distribute.hpp"
#include "pf/jobs/migrate/lint.hpp"
#include "pf/jobs/migrate/migrate_command.hpp"
#include "pf/jobs/migrate/new_migration.hpp"
#include "pf/jobs/migrate/portfolios.hpp"
#include "pf/jobs/migrate/test.hpp"
#include "pf/jobs/migrate/verify.hpp"
#include "pf/jobs/run/each_portfolio.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"

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
    pf::jobs::PortfolioWords portfolio;
    pf::jobs::DistributeWords distribute;
    std::optional<pf::cli::Commands> of_portfolios; ///< what `portfolio` can be followed by

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
        settings.database = pf::jobs::target_of(common);
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

void add_up(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("up", "Apply what is pending", [&options] {
        return pf::jobs::announced(options.common,
                                   pf::jobs::up(options.settings(), options.goal, options.dry_run, std::cout));
    });
    add_goal(command, options, "Stop at this version", "Apply at most so many");
    command.add_flag("--allow-late", options.goal.allow_late, "Apply files, too, that come before an applied one");
    command.add_flag("--dry-run", options.dry_run, "Only print the plan");
    add_limits(command, options);
    add_wait(command, options, "--wait");
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-migrate up", "to the newest version"},
                                    {"pf-migrate up --dry-run", "what would be applied"},
                                    {"pf-migrate up --schema-dir db/schema", "for a database of your own"}});
}

void add_down(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("down", "Undo applied migrations, the last one by default", [&options] {
        return pf::jobs::announced(options.common,
                                   pf::jobs::down(options.settings(), options.goal, options.dry_run, std::cout));
    });
    add_goal(command, options, "Undo everything after this version; 0: everything", "Undo so many");
    command.add_flag("--dry-run", options.dry_run, "Only print the plan");
    add_limits(command, options);
    pf::cli::add_examples(command, {{"pf-migrate down", "back one version"},
                                    {"pf-migrate down --to 3 --dry-run", "what that would undo"}});
}

void add_status(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("status", "Show every migration and whether it is applied",
                                 [&options] { return pf::jobs::status(options.settings(), options.check, std::cout); });
    options.common.add_table_options(command);
    command.add_flag("--check", options.check, "Exit with 76 unless the database is up to date");
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-migrate status", "as a table"},
                                    {"pf-migrate status --check --quiet", "for a deployment script"},
                                    {"pf-migrate status --output json", "for a program"}});
}

void add_plan(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("plan", "Show what `up` would do, and do nothing", [&options] {
        return pf::jobs::plan(options.settings(), options.goal, options.sql, std::cout);
    });
    add_goal(command, options, "Stop at this version", "Apply at most so many");
    command.add_flag("--sql", options.sql, "As a script for psql or sqlite3");
    pf::cli::add_examples(command, {{"pf-migrate plan", "the files that are pending"},
                                    {"pf-migrate plan --sql", "to review, or to run elsewhere"}});
}

void add_redo(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("redo", "Undo the last applied migration and apply it again", [&options] {
        return pf::jobs::announced(options.common, pf::jobs::redo(options.settings(), options.goal, std::cout));
    });
    command.add_option("--steps", options.goal.steps, "The last so many")
        ->type_name("N")
        ->check(pf::cli::whole_number(1));
    add_limits(command, options);
    pf::cli::add_examples(command, {{"pf-migrate redo --schema-dir db", "while you are still writing it"}});
}

void add_repair(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("repair", "Accept an applied file that was changed since", [&options] {
        return pf::jobs::repair(options.settings(), options.file, options.reason, std::cout);
    });
    command.add_option("FILE", options.file, "Its path, name or version")->required();
    command.add_option("--reason", options.reason, "Kept in the history")->type_name("TEXT")->required();
    pf::cli::add_examples(command,
                          {{"pf-migrate repair 7 --reason 'only a comment'", "its new checksum counts from now on"}});
}

void add_baseline(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("baseline", "Count the files up to a version as applied, and apply none", [&options] {
        return pf::jobs::baseline(options.settings(), options.version, std::cout);
    });
    command.add_option("VERSION", options.version, "What the database is at")
        ->required()
        ->check(pf::cli::whole_number(1));
    pf::cli::add_examples(command, {{"pf-migrate baseline 12 --schema-dir db", "to adopt a database that exists"}});
}

void add_wait_command(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("wait", "Wait until the database answers",
                                 [&options] { return pf::jobs::wait(options.settings()); });
    add_wait(command, options, "--timeout");
    pf::cli::add_examples(command,
                          {{"pf-migrate wait --timeout 60 && pf-migrate up", "in a script that starts the server"}});
}

void add_scratch(CLI::App& command, Options& options)
{
    command.add_option("--scratch", options.scratch, "Empty database to use instead of a new one, emptied again")
        ->type_name("URL");
}

void add_test(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("test", "Prove in a scratch database that every down takes back its up", [&options] {
        return pf::jobs::test(options.settings(), options.scratch_target(), std::cout);
    });
    add_scratch(command, options);
    pf::cli::add_examples(command, {{"pf-migrate test", "the built-in migrations"},
                                    {"pf-migrate test --schema-dir db/schema", "your own, before you commit them"}});
}

void add_verify(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("verify", "Compare the schema with what the applied migrations give", [&options] {
        return pf::jobs::verify(options.settings(), !options.no_privileges, options.scratch_target(), std::cout);
    });
    add_scratch(command, options);
    command.add_flag("--no-privileges", options.no_privileges, "Do not compare owners and grants");
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-migrate verify", "exits with 76 when somebody changed it by hand"}});
}

void add_lint(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("lint", "Point out dangerous SQL; needs no database", [&options] {
        return pf::jobs::lint({options.folder(), options.backend, options.common.database, options.common.output},
                              std::cout);
    });
    pf::cli::refuse_without_effect(command, {"--portfolio"});
    command.add_option("--backend", options.backend, "postgresql or sqlite; all that are there by default")
        ->type_name("NAME")
        ->check(pf::cli::one_of({"postgresql", "sqlite"}));
    pf::cli::add_examples(command, {{"pf-migrate lint --schema-dir db/schema", "exits with 65 when there is something"},
                                    {"pf-migrate lint --schema-dir db --backend postgresql", "a folder for PostgreSQL"},
                                    {"pf-migrate lint --output json", "for a program"}});
}

void add_new(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("new", "Create the next migration, for you to fill in", [&options] {
        return pf::jobs::new_migration({options.folder(), options.name, options.common.output}, std::cout);
    });
    pf::cli::refuse_without_effect(command, {"--portfolio"});
    command.add_option("NAME", options.name, "What it does: verb_noun")->required();
    pf::cli::add_examples(command, {{"pf-migrate new add_title", "in the folder schema"},
                                    {"pf-migrate new add_title --schema-dir db/schema", "elsewhere"}});
}

void add_portfolio(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("portfolio", "The portfolios in a PostgreSQL database",
                                 [&options] { return options.of_portfolios->run(); });
    pf::cli::refuse_without_effect(command, {"--portfolio"});
    auto& words = options.portfolio;
    auto& inner = options.of_portfolios.emplace(command);
    auto const add = [&](char const* name, char const* text, auto job) -> CLI::App& {
        auto& made = inner.add(name, text, [&options, job] {
            return pf::jobs::announced(options.common, job(options.settings(), options.portfolio));
        });
        made.add_option("NAME", words.name, "Its name: small letters, digits and _")->required();
        return made;
    };
    pf::cli::add_examples(add("create", "Make a portfolio and its tables", pf::jobs::create_portfolio),
                          {{"pf-migrate portfolio create anna", "then `--portfolio anna`, or PF_PORTFOLIO=anna"}});
    auto& list = inner.add("list", "The portfolios and the versions of their schemas",
                           [&options] { return pf::jobs::list_portfolios(options.settings(), std::cout); });
    options.common.add_table_options(list);
    auto& drop = add("drop", "Drop a portfolio", pf::jobs::drop_portfolio);
    drop.add_flag("--with-data", words.with_data, "And all that is in it, after a backup");
    drop.add_flag("--no-backup", options.no_backup, "Take no backup before, even when there is data");
    drop.add_flag("--dry-run", words.dry_run, "Only say what would be done");
    pf::cli::add_examples(command, {{"pf-migrate portfolio create anna", "a portfolio of its own for Anna"},
                                    {"pf-migrate portfolio list", "those that are there"},
                                    {"pf-migrate portfolio drop anna --with-data", "after a backup"}});
}

void add_distribute(pf::cli::Commands& commands, Options& options)
{
    auto& words = options.distribute;
    auto& command = commands.add("distribute", "Put portfolios on the machines of a Citus cluster", [&options] {
        return pf::jobs::announced(options.common,
                                   pf::jobs::distribute(options.settings(), options.distribute, std::cout));
    });
    pf::cli::refuse_without_effect(command, {"--portfolio"});
    command.add_option("NAME", words.names, "Which portfolios; all but `public` by default");
    command.add_flag("--undo", words.undo, "Bring them back to the coordinator");
    command.add_flag("--dry-run", words.dry_run, "Only say what is where, and what would be moved");
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-migrate distribute --dry-run", "what is where"},
                                    {"pf-migrate distribute anna", "one portfolio, whole, on one machine"},
                                    {"pf-migrate distribute --undo", "all back on the coordinator"}});
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Bring the database schema to a version, one transaction per migration.", "pf-migrate"};
    Options options;
    add_shared(app, options);
    pf::cli::refuse_without_effect(app, {"--account", "--base-currency"});
    pf::cli::Commands commands{app};
    for (auto* const add : {add_up, add_down, add_status, add_plan, add_redo, add_repair, add_baseline,
                            add_wait_command, add_test, add_verify, add_lint, add_new, add_portfolio, add_distribute}) {
        add(commands, options);
    }
    return pf::cli::run_main(app, argc, argv, [&] {
        return pf::jobs::in_each_portfolio(
            options.common, [&] { return commands.run(); }, std::cout);
    });
}
