#include "pf/jobs/import_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/import_input.hpp"
#include "pf/jobs/redis.hpp"
#include "pf/report/formats.hpp"
#include "pf/report/imports.hpp"

#include <fmt/format.h>

#include <algorithm>

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
}

std::string message_of(model::Issue const& issue)
{
    if (issue.column.empty()) {
        return issue.reason;
    }
    return issue.value.empty() ? fmt::format("{} {}", issue.column, issue.reason)
                               : fmt::format("{} {} {}", issue.column, base::quoted(issue.value), issue.reason);
}

cli::Complaint complaint_of(model::Issue const& issue)
{
    auto where = issue.line > 0 ? fmt::format("{}:{}", issue.file, issue.line) : issue.file;
    return {std::move(where), message_of(issue), issue.hint};
}

void complain(std::vector<model::Issue> const& issues)
{
    std::vector<cli::Complaint> complaints;
    std::ranges::transform(issues, std::back_inserter(complaints), complaint_of);
    cli::print_complaints(complaints);
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
    auto const count = report.issues.size();
    auto const summary =
        fmt::format("nothing {}: {} {} cannot be booked; --partial imports the others",
                    report.dry_run ? "would be imported" : "imported", count, count == 1 ? "row" : "rows");
    return {ExitCode::bad_data, summary, {{"issues", static_cast<std::int64_t>(count)}}};
}

std::string summary_of(model::ImportReport const& report, model::ImportCounts const& counts)
{
    if (counts.read > 0 && counts.duplicate == counts.read) {
        return fmt::format("nothing new: {} known before",
                           counts.read == 1 ? "the row was" : fmt::format("all {} rows were", counts.read));
    }
    return fmt::format("{} {} of {} rows", report.dry_run ? "would import" : "imported", counts.inserted, counts.read);
}

cli::Outcome done(model::ImportReport const& report)
{
    auto const counts = total(report);
    cli::Fields const fields{{"read", counts.read},
                             {"inserted", counts.inserted},
                             {"duplicate", counts.duplicate},
                             {"ignored", counts.ignored},
                             {"rejected", counts.rejected}};
    auto const summary = summary_of(report, counts);
    return report.issues.empty() ? cli::Outcome::ok(summary, fields) : cli::Outcome::issues(summary, fields);
}

} // namespace

importer::Catalog load_catalog(cli::Common const& common, std::string const& format_dir)
{
    return {format_dir, common.config_directory ? (*common.config_directory / "formats").string() : std::string{}};
}

cli::Outcome run_import(db::Database& database, importer::Catalog const& catalog, cli::Common const& common,
                        ImportRequest request, std::ostream& out)
{
    check(request);
    request.account = common.account_or_main();
    request.base_currency = Currency{common.base_currency};
    auto bar = common.progress("importing");
    request.progress = [&](std::int64_t read, std::int64_t bytes) {
        cli::Interrupt::check();
        bar.update(static_cast<std::uint64_t>(read), static_cast<std::uint64_t>(bytes));
    };
    auto const report = import_files(database, catalog, request);
    bar.finish();
    complain(report.issues);
    for (auto const& note : report.notes) {
        cli::log(cli::Level::info, "import_note", note);
    }
    if (report.refused) {
        return refused(report);
    }
    report::write_import(out, report, common.output);
    return announced(common, report.stored ? done(report).as_event("import") : done(report));
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
                    OutputStyle const& style)
{
    auto const input = ImportInput::open(file, {}, catalog);
    report::write_formats(out, {{importer::name_of(input.format()), importer::title_of(input.format())}}, style);
}

} // namespace pf::jobs
