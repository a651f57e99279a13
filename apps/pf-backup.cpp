// pf-backup: create, verify, restore and prune backups of the whole database.
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/metrics.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/backup_check.hpp"
#include "pf/jobs/backup_command.hpp"
#include "pf/jobs/backup_drill.hpp"
#include "pf/jobs/backup_prune.hpp"
#include "pf/jobs/backup_restore_command.hpp"

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

CLI::App& add_create(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("create", "Write a backup, read it back, and only then give it its name");
    command.add_flag("--prune", options.words.prune, "Then remove the backups that no rule keeps");
    add_rules(command, options.words.keep);
    pf::cli::add_examples(command, {{"pf-backup create", "into the folder of the backups"},
                                    {"pf-backup create --prune --keep-daily 7 --keep-weekly 4", "every night"},
                                    {"pf-backup create --to /mnt/backups", "elsewhere"},
                                    {"pf-backup create --encrypt-to-key-file ~/pf.key", "encrypted"}});
    return command;
}

CLI::App& add_list(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("list", "Show the backups, and whether they are as they were written");
    command.add_flag("--quick", options.words.quick, "Do not read the files through");
    pf::cli::add_examples(command, {{"pf-backup list", "newest first"}, {"pf-backup list --quick", "on a slow disk"}});
    return command;
}

CLI::App& add_verify(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("verify", "Unpack backups and compare every table with its digest");
    auto* const all = command.add_flag("--all", options.words.all, "Every backup in the folder");
    command.add_option("FILE", options.words.files, "Backups")->excludes(all);
    pf::cli::add_examples(command, {{"pf-backup verify --all", "exits with 65 when one is damaged"},
                                    {"pf-backup verify /mnt/usb/pf-*.tar.zst", "copies elsewhere"}});
    return command;
}

CLI::App& add_restore(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("restore", "Make a database what it was when a backup was taken");
    command.add_option("FILE", options.restore.file, "A path, or the name of a backup in the folder")->required();
    command.add_option("--into", options.restore.into, "Another database than --database")->type_name("URL");
    command.add_flag("--replace", options.restore.replace, "Also when it is not empty; it is backed up before");
    command
        .add_option("--as-of-schema", options.restore.as_of_schema, "keep: leave the schema at the backup's version")
        ->type_name("WHICH")
        ->check(pf::cli::one_of({"keep", "latest"}));
    pf::cli::add_examples(
        command, {{"pf-backup restore pf-20261121T020000Z.tar.zst", "into an empty database"},
                  {"pf-backup restore pf-20261121T020000Z.tar.zst --replace", "back up what is there, then replace it"},
                  {"pf-backup restore b.tar.zst --into sqlite:copy.db", "to look at it, beside the real one"}});
    return command;
}

CLI::App& add_prune(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("prune", "Show which backups rules would remove, and with --yes remove them");
    add_rules(command, options.words.keep);
    command.add_flag("--yes", options.yes, "Remove them");
    pf::cli::add_examples(command,
                          {{"pf-backup prune --keep-daily 7 --keep-weekly 4", "only look"},
                           {"pf-backup prune --keep-daily 7 --keep-weekly 4 --yes", "remove what no rule keeps"}});
    return command;
}

CLI::App& add_drill(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("drill", "Restore the newest good backup for a trial, and compare");
    command.add_option("--scratch", options.scratch, "An empty PostgreSQL database to use; default: a new one")
        ->type_name("URL");
    pf::cli::add_examples(command, {{"pf-backup drill", "in a scratch database that is gone afterwards"}});
    return command;
}

CLI::App& add_check(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("check", "Tell how old the newest good backup is; exit 3 when it is too old");
    command.add_option("--max-age", options.max_age, "As 90m, 26h or 30d")->type_name("AGE")->capture_default_str();
    command.add_option("--max-drill-age", options.max_drill_age, "The same of the last drill; default: any")
        ->type_name("AGE");
    pf::cli::add_examples(command, {{"pf-backup check --max-age 26h --max-drill-age 30d", "for monitoring"}});
    return command;
}

CLI::App& add_keygen(CLI::App& app, Options& options)
{
    auto& command = *app.add_subcommand("keygen", "Create a key file to encrypt backups with");
    command.add_option("FILE", options.new_key_file, "The new file; never one that exists")->required();
    pf::cli::add_examples(command, {{"pf-backup keygen ~/pf.key", "keep a copy where no backup is"}});
    return command;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Create, verify, restore and prune backups of the whole database.", "pf-backup"};
    Options options;
    add_shared(app, options);
    auto& create = add_create(app, options);
    pf::cli::Metrics metrics{"backup"};
    metrics.add_to(create);
    auto const& list = add_list(app, options);
    auto const& verify = add_verify(app, options);
    auto const& restore = add_restore(app, options);
    auto const& prune = add_prune(app, options);
    auto const& drill = add_drill(app, options);
    auto const& check = add_check(app, options);
    add_keygen(app, options);
    app.require_subcommand(1);
    return pf::cli::run_main(
        app, argc, argv,
        [&] {
            if (create.parsed()) {
                return pf::jobs::create(options.common, options.words, std::cout);
            }
            if (list.parsed()) {
                return pf::jobs::list(options.common, options.words, std::cout);
            }
            if (verify.parsed()) {
                return pf::jobs::verify_backups(options.common, options.words, std::cout);
            }
            if (restore.parsed()) {
                return pf::jobs::restore(options.common, options.words, options.restore, std::cout);
            }
            auto const place = [&] {
                return pf::jobs::BackupPlace::of(options.common, options.words.folder, options.words.key_file);
            };
            if (prune.parsed()) {
                return pf::jobs::prune(options.common, place(), options.words.keep, options.yes, std::cout);
            }
            if (drill.parsed()) {
                return pf::jobs::drill(options.common, place(), options.scratch, std::cout);
            }
            if (check.parsed()) {
                auto const ages = pf::jobs::Ages::of(options.max_age, options.max_drill_age);
                return pf::jobs::check_freshness(options.common, place(), ages, std::cout);
            }
            return pf::jobs::generate_key(options.new_key_file);
        },
        &metrics);
}
