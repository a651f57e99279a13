// pf-import: bring broker exports, prices and exchange rates into the database, exactly once.
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/import_admin.hpp"
#include "pf/jobs/import_command.hpp"
#include "pf/jobs/open.hpp"
#include "pf/jobs/redis.hpp"
#include "pf/report/imports.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::ImportRequest request;
    std::string format_dir;
    std::string file;
    std::int64_t import_id = 0;
    std::int64_t limit = 20;
};

pf::cli::Outcome import(Options& options)
{
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    pf::jobs::Connection connection{options.common};
    return pf::jobs::run_import(connection.database(), catalog, options.common, options.request, std::cout);
}

pf::cli::Outcome list(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    pf::report::write_imports(std::cout, pf::jobs::list_imports(connection.database()), options.common.output);
    return pf::cli::Outcome::ok();
}

pf::cli::Outcome show(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    auto const details = pf::jobs::show_import(connection.database(), options.import_id, options.limit);
    pf::report::write_import_details(std::cout, details.accounts, details.transactions, options.common.output);
    return pf::cli::Outcome::ok();
}

pf::cli::Outcome undo(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    auto const report = pf::jobs::undo_import(connection.database(), options.import_id);
    pf::report::write_undo(std::cout, report.import_id, report.removed, report.changes, options.common.output);
    auto outcome = pf::cli::Outcome::ok("import undone", {{"import_id", report.import_id}, {"rows", report.removed}});
    return pf::jobs::announced(options.common, std::move(outcome).as_event("undo"));
}

pf::cli::Outcome formats(Options const& options)
{
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    pf::jobs::write_formats(std::cout, catalog, options.common.output);
    return pf::cli::Outcome::ok();
}

pf::cli::Outcome detect(Options const& options)
{
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    pf::jobs::write_detected(std::cout, catalog, options.file, options.common.output);
    return pf::cli::Outcome::ok();
}

void add_import_options(CLI::App& app, Options& options)
{
    auto& request = options.request;
    app.add_option("FILE", request.files, "CSV files; - reads standard input");
    app.add_option("--format", request.format, "Do not detect the format by the header")->type_name("NAME");
    app.add_flag("--dry-run", request.dry_run, "Do everything, report it, and change nothing");
    auto* partial = app.add_flag("--partial", request.partial, "Import the good rows; bad ones go to a reject file");
    app.add_option("--reject-file", request.reject_file, "Where, instead of FILE.rejected.csv")
        ->type_name("FILE")
        ->needs(partial);
    app.add_flag("--create-accounts", request.create_accounts, "Open accounts that do not exist yet");
    app.add_option("--format-dir", options.format_dir, "Format definitions instead of the built-in ones")
        ->type_name("DIR")
        ->group(pf::cli::shared_group);
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Bring broker exports, prices and exchange rates into the database, exactly once.", "pf-import"};
    Options options;
    options.common.add_to(app);
    add_import_options(app, options);
    app.require_subcommand(0, 1);
    auto* list_command = app.add_subcommand("list", "The imports so far, newest first");
    auto* show_command = app.add_subcommand("show", "One import and its transactions");
    show_command->add_option("ID", options.import_id, "As 'pf-import list' shows it")
        ->required()
        ->check(pf::cli::whole_number(1));
    show_command->add_option("--limit", options.limit, "How many transactions")
        ->type_name("N")
        ->capture_default_str()
        ->check(pf::cli::whole_number(0));
    auto* undo_command = app.add_subcommand("undo", "Remove what an import added");
    undo_command->add_option("ID", options.import_id, "As 'pf-import list' shows it")
        ->required()
        ->check(pf::cli::whole_number(1));
    auto* formats_command = app.add_subcommand("formats", "The formats that are understood");
    auto* detect_command = app.add_subcommand("detect", "Which format a file has");
    detect_command->add_option("FILE", options.file, "A CSV file; - reads standard input")->required();
    pf::cli::add_examples(app, {{"pf-import trades.csv", "import one file; its header tells the format"},
                                {"pf-import --dry-run *.csv", "see what would change"},
                                {"pf-import --account ira trades.csv prices.csv", "another account, two files at once"},
                                {"pf-import undo 3", "take import 3 back"}});
    return pf::cli::run_main(app, argc, argv, [&] {
        if (list_command->parsed()) {
            return list(options);
        }
        if (show_command->parsed()) {
            return show(options);
        }
        if (undo_command->parsed()) {
            return undo(options);
        }
        if (formats_command->parsed()) {
            return formats(options);
        }
        return detect_command->parsed() ? detect(options) : import(options);
    });
}
