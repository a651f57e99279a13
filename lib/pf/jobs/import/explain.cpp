#include "pf/jobs/import/explain.hpp"

#include "pf/base/error.hpp"
#include "pf/jobs/import/booked_rows.hpp"
#include "pf/jobs/import/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace pf::jobs {

namespace {

using importer::RowTrace;
using report::text;
using report::text_or_nothing;
using report::Value;

std::optional<RowTrace> row_at(ImportInput const& input, ExplainRequest const& request)
{
    base::BackgroundSha256 unused;
    importer::Companions companions;
    companions.collect(input.source(unused), input.format());
    importer::Settled settled{input.source(unused), input.format()};
    settled.say(request.said);
    importer::FileReader reader{input.source(unused), input.format(), companions, request.account};
    reader.use(settled);
    reader.map_accounts(request.account_map);
    std::optional<RowTrace> found;
    reader.trace([&](RowTrace const& trace) {
        if (trace.line <= request.line && request.line <= trace.last_line) {
            found = trace;
        }
    });
    importer::Entry entry;
    while (!found && reader.next(entry)) {
    }
    return found;
}

std::string joined(std::vector<std::int64_t> const& lines)
{
    return fmt::format("{}", fmt::join(lines, ", "));
}

/// What the row and its event are, for people; JSON has it as facts.
report::Grid row_grid(Explanation const& one)
{
    auto const& trace = one.trace;
    report::Grid grid{"row", {}, {{"what", "Row"}, {"is", ""}}, {}, {}, {}, report::Shown::table_only};
    grid.rows = {{text("file"), text(fmt::format("{}:{}", one.file, trace.line))},
                 {text("format"), text(one.format)},
                 {text("text"), text(trace.raw)},
                 {text("rule"), text(trace.rule.empty() ? "none" : trace.rule)},
                 {text("outcome"), text(outcome_of(trace.entry))}};
    if (!trace.lines.empty()) {
        grid.rows.push_back({text("event"), text("lines " + joined(trace.lines))});
    }
    return grid;
}

report::Grid columns_grid(RowTrace const& trace)
{
    report::Grid grid{"columns", "Columns", {{"name", "Name"}, {"header", "Header"}, {"value", "Value"}}};
    for (auto const* values : {&trace.columns, &trace.kept}) {
        for (auto const& one : *values) {
            grid.rows.push_back({text(one.name), text_or_nothing(one.header), text_or_nothing(one.value)});
        }
    }
    return grid;
}

report::Grid rules_grid(RowTrace const& trace)
{
    report::Grid grid{"rules", "Rules, in order", {{"rule", "Rule"}, {"takes", "Takes it"}, {"because", "Because"}}};
    for (auto const& one : trace.tried) {
        bool const takes = one.rule == trace.rule && one.obstacle.empty();
        grid.rows.push_back({text(one.rule), text(takes ? "yes" : "no"), text_or_nothing(one.obstacle)});
    }
    return grid;
}

report::Grid formulas_grid(RowTrace const& trace)
{
    report::Grid grid{"formulas",
                      "Formulas",
                      {{"record", "Record"},
                       {"field", "Field"},
                       {"formula", "Formula"},
                       {"value", "Value"},
                       {"because", "Not made, because"}}};
    bool has_obstacle = false;
    for (auto const& one : trace.formulas) {
        has_obstacle = has_obstacle || !one.obstacle.empty();
        grid.rows.push_back({text(one.record), text_or_nothing(one.field), text_or_nothing(one.formula),
                             text_or_nothing(one.value), text_or_nothing(one.obstacle)});
    }
    grid.columns.back().shown = has_obstacle ? report::Shown::everywhere : report::Shown::data_only;
    return grid;
}

report::Grid checks_grid(RowTrace const& trace)
{
    report::Grid grid{
        "checks",
        "Checks",
        {{"check", "Check"}, {"formula", "Formula"}, {"value", "Left"}, {"equals", "Right"}, {"outcome", "Outcome"}}};
    for (auto const& one : trace.checks) {
        grid.rows.push_back({text(one.name), text(one.formula), text_or_nothing(one.value), text_or_nothing(one.equals),
                             text(one.outcome)});
    }
    return grid;
}

report::Grid issues_grid(importer::Entry const& entry)
{
    report::Grid grid{"issues",
                      "Rejected, because",
                      {{"line", "Line", report::Align::right},
                       {"column", "Column"},
                       {"value", "Value"},
                       {"reason", "Reason"},
                       {"hint", "Hint"}}};
    for (auto const& issue : entry.issues) {
        grid.rows.push_back({issue.line, text_or_nothing(issue.column), text_or_nothing(issue.value),
                             text(issue.reason), text_or_nothing(issue.hint)});
    }
    return grid;
}

report::Report report_of(Explanation const& one, std::string const& account)
{
    auto const& trace = one.trace;
    report::Report report{"pf.explain/1",
                          {{"file", text(one.file)},
                           {"format", text(one.format)},
                           {"line", trace.line},
                           {"event_lines", text_or_nothing(joined(trace.lines))},
                           {"text", text(trace.raw)},
                           {"rule", text_or_nothing(trace.rule)},
                           {"outcome", text(outcome_of(trace.entry))}},
                          {row_grid(one), columns_grid(trace), rules_grid(trace), formulas_grid(trace),
                           checks_grid(trace), issues_grid(trace.entry)},
                          {}};
    for (auto& grid : booked_rows({&trace.entry, 1}, account)) {
        report.grids.push_back(std::move(grid));
    }
    return report;
}

} // namespace

Explanation explain(importer::Catalog const& catalog, ExplainRequest const& request)
{
    for (auto const& input : ImportInput::open(request.file, request.format, catalog, request.choice)) {
        if (auto trace = row_at(input, request)) {
            return {input.name(), importer::name_of(input.format()), std::move(*trace)};
        }
    }
    throw Error(ExitCode::bad_data, "no row stands there", fmt::format("{}:{}", request.file, request.line),
                "it is the header, a line above it, an empty line, or behind the last one");
}

cli::Outcome run_explain(importer::Catalog const& catalog, ExplainRequest const& request, OutputStyle const& style,
                         std::ostream& out)
{
    report::write(out, report_of(explain(catalog, request), request.account), style);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
