#include "pf/jobs/import/import_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/account_store.hpp"
#include "pf/jobs/import/input.hpp"
#include "pf/jobs/import/words.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/report/formats.hpp"
#include "pf/report/imports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

void check(ImportRequest const& request)
{
    if (request.files.empty()) {
        throw Error(ExitCode::usage, "no file is named", {}, "pf-import FILE...; - reads standard input");
    }
    if (!request.reject_file.empty() && request.files.size() > 1) {
        throw Error(ExitCode::usage, "one reject file cannot take the rows of several files", "--reject-file",
                    "leave it out: each FILE gets a FILE.rejected.csv");
    }
    if (std::ranges::count(request.files, "-") > 1) {
        throw Error(ExitCode::usage, "standard input can be read only once", "-");
    }
    if (!request.said.currency.empty() && !Currency::parse(request.said.currency)) {
        throw Error(ExitCode::usage, base::quoted(request.said.currency) + " is no currency", "--currency",
                    "a code such as EUR");
    }
}

void complain(model::IssueList const& issues)
{
    cli::ComplaintPrinter printer;
    issues.visit([&](model::Issue const& issue) { printer.print(complaint_of(issue)); });
    printer.finish();
}

/// Rows are booked without what stands in a column that nobody knows; the source's own check speaks for them, if any.
bool complain_of_unread(model::ImportReport const& report)
{
    cli::ComplaintPrinter printer;
    bool has_some = false;
    for (auto const& file : report.files) {
        for (auto const& column : file.unread_columns) {
            printer.print({file.file,
                           fmt::format("the column {} holds numbers that the format {} does not read",
                                       base::quoted(column), base::quoted(file.format)),
                           "when it holds money, the rows are booked without it; your own copy of the format can read "
                           "it, or name it under unused_columns"});
            has_some = true;
        }
    }
    printer.finish();
    return has_some;
}

model::ImportCounts total(model::ImportReport const& report)
{
    model::ImportCounts sum;
    for (auto const& file : report.files) {
        sum.read += file.counts.read;
        sum.inserted += file.counts.inserted;
        sum.duplicate += file.counts.duplicate;
        sum.ignored += file.counts.ignored;
        sum.rejected += file.counts.rejected;
    }
    return sum;
}

cli::Outcome refused(model::ImportReport const& report)
{
    auto const rows = report.bad_rows;
    auto const summary =
        fmt::format("nothing {}: {} {} cannot be booked; --partial imports the others",
                    report.dry_run ? "would be imported" : "imported", rows, rows == 1 ? "row" : "rows");
    return {ExitCode::bad_data, summary, {{"issues", static_cast<std::int64_t>(report.issues.size())}}};
}

cli::Outcome refused_for_balances(model::ImportReport const& report)
{
    auto const balances = static_cast<std::int64_t>(report.balances.size());
    auto const summary =
        fmt::format("nothing {}: {} {} from what is booked; without --strict-balances they are only named",
                    report.dry_run ? "would be imported" : "imported", balances,
                    balances == 1 ? "balance differs" : "balances differ");
    return {ExitCode::bad_data, summary, {{"balances", balances}}};
}

/// All that differed was taken over.
bool is_updated(model::ImportReport const& report)
{
    return std::ranges::any_of(report.files, [](auto const& file) { return file.updated > 0; });
}

std::string words_of_changes(model::ImportReport const& report)
{
    if (report.changed.empty()) {
        return {};
    }
    return is_updated(report) ? ", and what had other content was taken over" : ", but not all with this content";
}

std::string summary_of(model::ImportReport const& report, model::ImportCounts const& counts)
{
    if (counts.read > 0 && counts.duplicate == counts.read) {
        return fmt::format("nothing new: {} known before{}",
                           counts.read == 1 ? "the row was" : fmt::format("all {} rows were", counts.read),
                           words_of_changes(report));
    }
    return fmt::format("{} {} of {} rows", report.dry_run ? "would import" : "imported", counts.inserted, counts.read);
}

cli::Outcome done(model::ImportReport const& report, bool has_unread)
{
    auto const counts = total(report);
    cli::Fields const fields{{"read", counts.read},
                             {"inserted", counts.inserted},
                             {"duplicate", counts.duplicate},
                             {"ignored", counts.ignored},
                             {"rejected", counts.rejected}};
    auto const summary = summary_of(report, counts);
    bool const is_silent = report.issues.empty() && report.held_back.empty() && report.balances.empty() &&
                           report.remarks.empty() && (report.changed.empty() || is_updated(report)) && !has_unread;
    return is_silent ? cli::Outcome::ok(summary, fields) : cli::Outcome::issues(summary, fields);
}

} // namespace

std::map<std::string, std::string, std::less<>> account_map_of(std::vector<std::string> const& words)
{
    std::map<std::string, std::string, std::less<>> accounts;
    for (auto const& word : words) {
        auto const mark = word.find('=');
        if (mark == std::string::npos || mark == 0 || mark + 1 == word.size()) {
            throw Error(ExitCode::usage, base::quoted(word) + " is not SOURCE=ACCOUNT", "--map-account",
                        "the source's name of the account, and ours: U1234567=broker");
        }
        accounts[word.substr(0, mark)] = word.substr(mark + 1);
    }
    return accounts;
}

namespace {

/// What a source's accounts were said to be before; what the command says of them is newer.
/// \param database  null: there is none, or the command says where all goes
void add_remembered(ImportRequest& request, db::Database* database)
{
    for (auto const& [source, account] : request.account_map) {
        request.told_accounts.insert(source);
    }
    if (database != nullptr) {
        request.account_map.merge(db::AccountStore{*database}.names());
    }
}

} // namespace

std::string formats_folder(cli::Common const& common)
{
    return common.config_directory ? (*common.config_directory / "formats").string() : std::string{};
}

importer::Catalog load_catalog(cli::Common const& common, std::string const& format_dir)
{
    return {format_dir, formats_folder(common)};
}

cli::Outcome run_import(LateConnection& connection, importer::Catalog const& catalog, cli::Common const& common,
                        ImportRequest request, std::ostream& out)
{
    check(request);
    request.account = common.account_or_main();
    add_remembered(request, common.given_account().empty() ? connection.if_there() : nullptr);
    request.base_currency = Currency{common.base_currency};
    request.gives_currency = !common.given_base_currency().empty();
    auto bar = common.progress("importing");
    request.progress = [&](std::int64_t read, std::int64_t bytes) {
        cli::Interrupt::check();
        bar.update(static_cast<std::uint64_t>(read), static_cast<std::uint64_t>(bytes));
    };
    auto const report = import_files([&]() -> db::Database& { return connection.database(); }, catalog, request);
    bar.finish();
    complain(report.issues);
    report.notes.visit([](std::string const& note) { cli::log(cli::Level::info, "import_note", note); });
    complain(report.balances);
    if (report.refused) {
        return report.balances.empty() ? refused(report) : refused_for_balances(report);
    }
    complain(report.held_back);
    complain(report.remarks);
    complain(report.changed);
    bool const has_unread = complain_of_unread(report);
    report::write_import(out, report, common.output);
    auto outcome = done(report, has_unread);
    return announced(common, report.stored ? std::move(outcome).as_event("import") : std::move(outcome));
}

void write_formats(std::ostream& out, importer::Catalog const& catalog, OutputStyle const& style)
{
    std::vector<report::FormatRow> rows;
    for (auto const* format : catalog.all()) {
        rows.push_back({importer::name_of(*format), importer::title_of(*format)});
    }
    report::write_formats(out, rows, style);
}

void write_detected(std::ostream& out, importer::Catalog const& catalog, std::string const& file,
                    container::Choice const& choice, OutputStyle const& style)
{
    std::vector<report::FormatRow> rows;
    for (auto const& input : ImportInput::open(file, {}, catalog, choice)) {
        rows.push_back({importer::name_of(input.format()), importer::title_of(input.format())});
    }
    report::write_formats(out, rows, style);
}

} // namespace pf::jobs
