// pf-import: bring broker exports, prices and exchange rates into the database, exactly once.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/import/check_format.hpp"
#include "pf/jobs/import/explain.hpp"
#include "pf/jobs/import/import_admin.hpp"
#include "pf/jobs/import/import_command.hpp"
#include "pf/jobs/import/learn.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/report/imports.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <optional>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::ImportRequest request;
    std::vector<std::string> account_map;
    std::string format_dir;
    std::string file;
    std::int64_t line = 0;
    std::string format_name;
    std::vector<std::string> samples;
    pf::jobs::LearnRequest learning;
    std::vector<std::string> columns;
    std::vector<std::string> words;
    std::int64_t import_id = 0;
    std::optional<std::int64_t> limit;
};

pf::cli::Outcome import(Options& options)
{
    options.request.account_map = pf::jobs::account_map_of(options.account_map);
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    pf::jobs::LateConnection connection{options.common, pf::jobs::Connection::Schema::for_new_accounts};
    return pf::jobs::run_import(connection, catalog, options.common, options.request, std::cout);
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
    pf::jobs::show_import(connection.database(), options.import_id, options.limit, options.common.output, std::cout);
    return pf::cli::Outcome::ok();
}

pf::cli::Outcome undo(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    auto const undone = pf::jobs::undo_import(connection.database(), options.import_id, options.request.dry_run);
    pf::report::write_undo(std::cout, undone, options.common.output);
    if (undone.dry_run) {
        return pf::cli::Outcome::ok();
    }
    auto outcome = pf::cli::Outcome::ok("import undone", {{"import_id", undone.import_id}, {"rows", undone.removed}});
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
    pf::jobs::write_detected(std::cout, catalog, options.file, options.request.choice, options.common.output);
    return pf::cli::Outcome::ok();
}

pf::cli::Outcome explain(Options const& options)
{
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    return pf::jobs::run_explain(catalog,
                                 {options.file, options.line, options.request.format, options.request.choice,
                                  options.request.said, options.common.account_or_main(),
                                  pf::jobs::account_map_of(options.account_map)},
                                 options.common.output, std::cout);
}

pf::cli::Outcome check_format(Options const& options)
{
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    return pf::jobs::run_check_format(catalog, options.format_name, options.samples, options.common.output, std::cout);
}

pf::cli::Outcome learn(Options& options)
{
    auto& request = options.learning;
    request.file = options.file;
    request.choice = options.request.choice;
    request.answers.columns = pf::jobs::columns_of(options.columns);
    request.answers.words = pf::jobs::meanings_of(options.words);
    request.folder = pf::jobs::formats_folder(options.common);
    request.ask = pf::jobs::asker_of(options.common, options.file);
    auto const catalog = pf::jobs::load_catalog(options.common, options.format_dir);
    return pf::jobs::run_learn(catalog, request, options.common.output, std::cout);
}

void add_sheet(CLI::App& app, Options& options)
{
    app.add_option("--sheet", options.request.choice.sheet, "Of a workbook; its first that is not hidden without")
        ->type_name("NAME|N");
}

void add_format(CLI::App& app, Options& options)
{
    app.add_option("--format", options.request.format, "Do not detect the format by the header")->type_name("NAME");
}

void add_said(CLI::App& app, Options& options)
{
    app.add_option("--ticker", options.request.said.ticker, "The instrument of a file that does not name it")
        ->type_name("NAME");
    app.add_option("--currency", options.request.said.currency, "Of the amounts of a file that does not name it")
        ->type_name("CODE");
}

void add_account_map(CLI::App& app, Options& options)
{
    app.add_option("--map-account", options.account_map, "Book a source's account in one of ours; may be repeated")
        ->type_name("SOURCE=ACCOUNT")
        ->allow_extra_args(false);
}

void add_import_options(CLI::App& app, Options& options)
{
    auto& request = options.request;
    app.add_option("FILE", request.files,
                   "CSV, workbooks (.xlsx), OFX, QFX, Flex XML; zip or gzip around them; - reads standard input");
    add_format(app, options);
    add_sheet(app, options);
    app.add_flag("--dry-run", request.dry_run, "Do everything, report it, and change nothing");
    auto* partial = app.add_flag("--partial", request.partial, "Import the good rows; bad ones go to a reject file");
    app.add_option("--reject-file", request.reject_file, "Where, instead of FILE.rejected.csv")
        ->type_name("FILE")
        ->needs(partial);
    app.add_flag("--strict-balances", request.strict_balances,
                 "Import nothing, when what a file says is held is not what is booked");
    auto* keep = app.add_flag("--keep", request.keep, "Book rows that seem to be known already");
    app.add_flag("--same", request.same, "Remember that such rows are the same, so that they are known")
        ->excludes(keep);
    app.add_flag("--update", request.update,
                 "Take over what differs from what is booked under the same id, or in the same line");
    add_account_map(app, options);
    add_said(app, options);
    app.add_flag("--create-accounts", request.create_accounts, "Open accounts that do not exist yet");
    app.add_option("--format-dir", options.format_dir, "Format definitions instead of the built-in ones")
        ->type_name("DIR")
        ->group(pf::cli::shared_group);
}

void add_id(CLI::App& command, Options& options)
{
    command.add_option("IMPORT", options.import_id, "As 'pf-import list' shows it")
        ->required()
        ->check(pf::cli::whole_number(1));
}

void add_learn(pf::cli::Commands& commands, Options& options)
{
    auto& request = options.learning;
    auto& command =
        commands.add("learn", "Write a format for a file that none reads", [&options] { return learn(options); });
    command.add_option("FILE", options.file, "As above; - reads standard input")->required();
    command.add_option("--name", request.name, "Of the format; from the file's name without")->type_name("NAME");
    command
        .add_option(
            "--column", options.columns,
            "What a column is: date, time, type, isin, ticker, name, quantity, price, total, fee, currency, id, "
            "description, account or balance; may be repeated")
        ->type_name("ROLE=HEADER")
        ->allow_extra_args(false);
    command.add_option("--word", options.words, "What a kind of row is, or ignore; may be repeated")
        ->type_name("WORD=TYPE")
        ->allow_extra_args(false);
    command.add_option("--all", request.answers.all, "What all rows are, where no column says it, or sign")
        ->type_name("TYPE");
    command.add_option("--currency", request.answers.currency, "Of all rows, where no column says it")
        ->type_name("CODE");
    command.add_option("--total", request.answers.total, "Whether amounts of trades hold the fee: gross or net")
        ->type_name("WHICH");
    command.add_option("--time-zone", request.answers.time_zone, "Of times that name none; UTC without")
        ->type_name("ZONE");
    command.add_flag("--force", request.force,
                     "Also of a file that a format reads, and over a definition that is there");
    command.add_flag("--dry-run", request.dry_run, "Show what would be written and booked, and write nothing");
    add_sheet(command, options);
}

void add_commands(pf::cli::Commands& commands, Options& options)
{
    options.common.add_table_options(
        commands.add("list", "The imports so far, newest first", [&options] { return list(options); }));
    auto& show_command = commands.add("show", "One import and its transactions", [&options] { return show(options); });
    add_id(show_command, options);
    show_command.add_option("--limit", options.limit, "How many transactions; 20 in a table, all in JSON and CSV")
        ->type_name("N")
        ->check(pf::cli::whole_number(0));
    auto& undo_command = commands.add("undo", "Remove what an import added", [&options] { return undo(options); });
    add_id(undo_command, options);
    undo_command.add_flag("--dry-run", options.request.dry_run, "Show what would be removed, and remove nothing");
    options.common.add_table_options(
        commands.add("formats", "The formats that are understood", [&options] { return formats(options); }));
    auto& detect_command = commands.add("detect", "Which format a file has", [&options] { return detect(options); });
    detect_command.add_option("FILE", options.file, "As above; - reads standard input")->required();
    add_sheet(detect_command, options);
    auto& explain_command =
        commands.add("explain", "What becomes of a row, and why", [&options] { return explain(options); });
    explain_command.add_option("FILE", options.file, "As above; - reads standard input")->required();
    explain_command.add_option("--line", options.line, "Where the row stands, as messages say")
        ->type_name("N")
        ->required()
        ->check(pf::cli::whole_number(1));
    add_format(explain_command, options);
    add_sheet(explain_command, options);
    add_account_map(explain_command, options);
    add_said(explain_command, options);
    add_learn(commands, options);
    auto& check_command = commands.add("check-format", "What of a format its samples use, and what becomes of them",
                                       [&options] { return check_format(options); });
    check_command.add_option("NAME", options.format_name, "Of the format, as 'pf-import formats' shows it")->required();
    check_command.add_option("SAMPLE", options.samples, "Files of that format")->required();
    for (auto* const command : {"list", "show", "undo", "formats", "detect", "learn", "check-format"}) {
        pf::cli::refuse_without_effect(commands.get(command), {"--account", "--base-currency"});
    }
    commands.otherwise([&options] { return import(options); });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Bring broker exports, prices and exchange rates into the database, exactly once.", "pf-import"};
    Options options;
    options.common.add_to(app);
    add_import_options(app, options);
    pf::cli::Commands commands{app};
    add_commands(commands, options);
    pf::cli::add_examples(app, {{"pf-import trades.csv", "import one file; its header tells the format"},
                                {"pf-import --dry-run *.csv", "see what would change"},
                                {"pf-import --account ira trades.csv prices.csv", "another account, two files at once"},
                                {"pf-import undo 3", "take import 3 back"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
