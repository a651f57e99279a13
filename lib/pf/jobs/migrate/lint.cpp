#include "pf/jobs/migrate/lint.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/database.hpp"
#include "pf/migration/lint.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <iterator>
#include <ostream>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using migration::Dialect;
using migration::Finding;

std::vector<Dialect> dialects_of(LintSettings const& settings)
{
    std::vector<Dialect> const both{Dialect::postgresql, Dialect::sqlite};
    std::vector<Dialect> found;
    for (auto const dialect : both) {
        std::error_code ignored;
        bool const is_there =
            !settings.schema_dir || fs::is_directory(*settings.schema_dir / to_text(dialect), ignored);
        if (settings.backend.empty() ? is_there : settings.backend == to_text(dialect)) {
            found.push_back(dialect);
        }
    }
    if (found.empty()) {
        bool const is_sqlite = db::Target::parse(settings.database).backend == db::Backend::sqlite;
        found.push_back(is_sqlite ? Dialect::sqlite : Dialect::postgresql);
    }
    return found;
}

std::int64_t number(std::size_t value)
{
    return static_cast<std::int64_t>(value);
}

report::Report report_of(std::vector<Finding> const& findings)
{
    report::Grid grid;
    grid.key = "findings";
    grid.columns = {{"file", "file"},       {"line", "line"},     {"column", "column"},  {"code", "code"},
                    {"message", "message"}, {"reason", "reason"}, {"rewrite", "rewrite"}};
    for (auto const& finding : findings) {
        grid.rows.push_back({report::text(finding.file), number(finding.position.line), number(finding.position.column),
                             report::text(finding.code), report::text(finding.message), report::text(finding.reason),
                             report::text(finding.rewrite)});
    }
    return {"pf.migration_lint/1", {}, {std::move(grid)}, {}};
}

/// As a compiler shows it.
void write_text(Finding const& finding, std::ostream& out)
{
    out << place(finding.file, finding.position) << ": " << finding.code << ": " << finding.message << '\n';
    for (auto const& line : finding.excerpt) {
        out << line << '\n';
    }
    out << "reason: " << finding.reason << '\n' << "write instead:\n";
    for (auto const line : base::split(finding.rewrite, '\n')) {
        out << "    " << base::printable(line) << '\n';
    }
}

void write(std::vector<Finding> const& findings, OutputStyle const& style, std::ostream& out)
{
    if (style.format != OutputFormat::table) {
        return report::write(out, report_of(findings), style);
    }
    for (auto const& finding : findings) {
        out << (&finding == &findings.front() ? "" : "\n");
        write_text(finding, out);
    }
}

std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), noun, count == 1 ? "" : "s");
}

} // namespace

cli::Outcome lint(LintSettings const& settings, std::ostream& out)
{
    std::vector<Finding> findings;
    std::vector<std::string> backends;
    std::size_t files = 0;
    for (auto const dialect : dialects_of(settings)) {
        auto const set = settings.schema_dir ? migration::read_folder(*settings.schema_dir, dialect)
                                             : migration::embedded_set(dialect);
        auto found = migration::lint(set);
        std::move(found.begin(), found.end(), std::back_inserter(findings));
        backends.emplace_back(to_text(dialect));
        files += set.sources().size();
    }
    write(findings, settings.output, out);
    return {findings.empty() ? ExitCode::ok : ExitCode::bad_data,
            fmt::format("{} in {} for {}", counted(findings.size(), "finding"), counted(files, "file"),
                        base::join(backends, " and ")),
            {{"findings", number(findings.size())}, {"files", number(files)}}};
}

} // namespace pf::jobs
