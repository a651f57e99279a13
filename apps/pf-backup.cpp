// pf-backup: create, verify, restore and prune backups of the whole database.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/metrics.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/backup/backup_command.hpp"
#include "pf/jobs/backup/check.hpp"
#include "pf/jobs/backup/drill.hpp"
#include "pf/jobs/backup/prune.hpp"
#include "pf/jobs/backup/restore_command.hpp"
#include "pf/jobs/run/each_portfolio.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::BackupWords words;
    std::string new_key_file;
    pf::jobs::RestoreWords restore;
    bool yes = false;
    std::string max_age{"26h"};
    std::string max_drill_age;
    std::string scratch;
    pf::cli::Metrics metrics{"backup"};

    [[nodiscard]] pf::jobs::BackupPlace place() const { return words.place(common); }

    [[nodiscard]] pf::jobs::Ages ages() const { return pf::jobs::Ages::of(max_age, max_drill_age); }
};

void add_shared(CLI::App& app, Options& options)
{
    options.common.add_to(app);
    app.add_option("--to", options.words.folder, "Folder of the backups (PF_BACKUP_DIR)")
        ->type_name("DIR")
        ->group(pf::cli::shared_group);
    app.add_option("--key-file,--encrypt-to-key-file", options.words.key_file,
                   "Key to encrypt and to open backups with (PF_BACKUP_KEY_FILE)")
        ->type_name("FILE")
        ->group(pf::cli::shared_group);
}

CLI::Option& add_allow_plain(CLI::App& command, Options& options)
{
    return *command.add_flag("--allow-plain", options.words.allow_plain,
                             "With a key: take also backups that are not encrypted, which it cannot prove");
}

void add_rules(CLI::App& command, pf::backup::RetentionRules& keep)
{
    auto const add = [&](char const* name, std::size_t& count, char const* help) {
        command.add_option(name, count, help)->type_name("N")->check(pf::cli::whole_number(0, 9999));
    };
    add("--keep-last", keep.last, "Keep the newest N backups");
    add("--keep-daily", keep.daily, "Keep the newest of each of the last N days that have one");
    add("--keep-weekly", keep.weekly, "The same for weeks");
    add("--keep-monthly", keep.monthly, "The same for months");
    add("--keep-yearly", keep.yearly, "The same for years");
}

void add_create(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("create", "Write a backup, read it back, and only then give it its name",
                                 [&options] { return pf::jobs::create(options.common, options.words, std::cout); });
    auto* const prune = command.add_flag("--prune", options.words.prune, "Then remove the backups that no rule keeps");
    add_allow_plain(command, options).needs(prune);
    add_rules(command, options.words.keep);
    pf::cli::add_examples(command, {{"pf-backup create", "into the folder of the backups"},
                                    {"pf-backup create --prune --keep-daily 7 --keep-weekly 4", "every night"},
                                    {"pf-backup create --to /mnt/backups", "elsewhere"},
                                    {"pf-backup create --encrypt-to-key-file ~/pf.key", "encrypted"}});
    options.metrics.add_to(command);
    options.common.add_all_portfolios_option(command);
}

void add_list(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("list", "Show the backups, and whether they are as they were written",
                                 [&options] { return pf::jobs::list(options.common, options.words, std::cout); });
    command.add_flag("--quick", options.words.quick, "Do not read the files through");
    add_allow_plain(command, options);
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-backup list", "newest first"}, {"pf-backup list --quick", "on a slow disk"}});
}

void add_verify(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("verify", "Unpack backups and compare every table with its digest", [&options] {
        return pf::jobs::verify_backups(options.common, options.words, std::cout);
    });
    auto* const all = command.add_flag("--all", options.words.all, "Every backup in the folder");
    command.add_option("FILE", options.words.files, "Backups")->excludes(all);
    add_allow_plain(command, options);
    pf::cli::add_examples(command, {{"pf-backup verify --all", "exits with 65 when one is damaged"},
                                    {"pf-backup verify /mnt/usb/pf-*.tar.zst", "copies elsewhere"}});
}

void add_restore(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("restore", "Make a database what it was when a backup was taken", [&options] {
        return pf::jobs::restore(options.common, options.words, options.restore, std::cout);
    });
    command.add_option("FILE", options.restore.file, "A path, or the name of a backup in the folder")->required();
    command.add_option("--into", options.restore.into, "Another database than --database")->type_name("URL");
    command.add_flag("--replace", options.restore.replace, "Also when it is not empty; it is backed up before");
    command
        .add_option("--as-of-schema", options.restore.as_of_schema, "keep: leave the schema at the backup's version")
        ->type_name("WHICH")
        ->check(pf::cli::one_of({"keep", "latest"}));
    add_allow_plain(command, options);
    pf::cli::add_examples(
        command, {{"pf-backup restore pf-20261121T020000Z.tar.zst", "into an empty database"},
                  {"pf-backup restore pf-20261121T020000Z.tar.zst --replace", "back up what is there, then replace it"},
                  {"pf-backup restore b.tar.zst --into sqlite:copy.db", "to look at it, beside the real one"}});
}

void add_prune(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("prune", "Show which backups rules would remove, and with --yes remove them", [&options] {
            return pf::jobs::prune(options.common, options.place(), options.words.keep, options.yes, std::cout);
        });
    add_rules(command, options.words.keep);
    command.add_flag("--yes", options.yes, "Remove them");
    add_allow_plain(command, options);
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command,
                          {{"pf-backup prune --keep-daily 7 --keep-weekly 4", "only look"},
                           {"pf-backup prune --keep-daily 7 --keep-weekly 4 --yes", "remove what no rule keeps"}});
}

void add_drill(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("drill", "Restore the newest good backup for a trial, and compare", [&options] {
        return pf::jobs::drill(options.common, options.place(), options.scratch, std::cout);
    });
    add_allow_plain(command, options);
    command.add_option("--scratch", options.scratch, "An empty PostgreSQL database to use; default: a new one")
        ->type_name("URL");
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-backup drill", "in a scratch database that is gone afterwards"}});
}

void add_check(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("check", "Tell how old the newest good backup is; exit 3 when it is too old", [&options] {
            return pf::jobs::check_freshness(options.common, options.place(), options.ages(), std::cout);
        });
    add_allow_plain(command, options);
    command.add_option("--max-age", options.max_age, "As 90m, 26h or 30d")->type_name("AGE")->capture_default_str();
    command.add_option("--max-drill-age", options.max_drill_age, "The same of the last drill; default: any")
        ->type_name("AGE");
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-backup check --max-age 26h --max-drill-age 30d", "for monitoring"}});
}

void add_keygen(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("keygen", "Create a key file to encrypt backups with",
                                 [&options] { return pf::jobs::generate_key(options.new_key_file); });
    command.add_option("FILE", options.new_key_file, "The new file; never one that exists")->required();
    pf::cli::add_examples(command, {{"pf-backup keygen ~/pf.key", "keep a copy where no backup is"}});
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Create, verify, restore and prune backups of the whole database.", "pf-backup"};
    Options options;
    add_shared(app, options);
    pf::cli::refuse_without_effect(app, {"--account", "--base-currency"});
    pf::cli::Commands commands{app};
    for (auto* const add :
         {add_create, add_list, add_verify, add_restore, add_prune, add_drill, add_check, add_keygen}) {
        add(commands, options);
    }
    auto const run = [&] { return commands.run(); };
    return pf::cli::run_main(
        app, argc, argv, [&] { return pf::jobs::in_each_portfolio(options.common, run, std::cout); }, &options.metrics);
}
