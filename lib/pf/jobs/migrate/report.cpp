#include "pf/jobs/migrate/report.hpp"

#include "pf/base/time.hpp"

#include <fmt/format.h>

#include <map>

namespace pf::jobs {

namespace {

using migration::Direction;
using report::Align;
using report::Shown;
using report::text;
using report::Value;

std::string_view verb(Direction direction)
{
    return direction == Direction::up ? "up" : "down";
}

std::vector<report::Fact> facts_of(migration::Plan const& plan)
{
    return {{"direction", text(verb(plan.direction))}, {"from_version", plan.from}, {"to_version", plan.to}};
}

/// What is known of a version, from either side.
struct Line {
    migration::Source const* file = nullptr;
    migration::Applied const* applied = nullptr;
    std::string_view state;
};

std::map<std::int64_t, Line> lines_of(migration::Set const& set, migration::History const& history,
                                      std::vector<migration::Disagreement> const& disagreements)
{
    std::map<std::int64_t, Line> lines;
    for (auto const& source : set.sources()) {
        lines[source.version] = {&source, nullptr, "pending"};
    }
    for (auto const& applied : history) {
        auto& line = lines[applied.version];
        line.applied = &applied;
        line.state = line.file == nullptr && applied.version > set.latest() ? "newer" : "applied";
    }
    for (auto const& disagreement : disagreements) {
        lines[disagreement.version].state = to_text(disagreement.kind);
    }
    return lines;
}

report::Row row_of(std::int64_t version, Line const& line)
{
    auto const* const applied = line.applied;
    std::string const& name = line.file != nullptr ? line.file->name : applied->name;
    report::Row row{version, text(name), text(line.state)};
    if (applied == nullptr) {
        row.insert(row.end(), 5, report::Nothing{});
        return row;
    }
    row.push_back(text(base::to_text(std::chrono::floor<std::chrono::seconds>(applied->applied_at))));
    row.push_back(applied->duration_ms);
    row.push_back(text(applied->applied_by));
    row.push_back(text(applied->checksum));
    row.push_back(applied->note.empty() ? Value{report::Nothing{}} : text(applied->note));
    return row;
}

report::Grid problems_of(std::vector<migration::Disagreement> const& disagreements)
{
    report::Grid grid;
    grid.key = "problems";
    grid.columns = {{"version", "version", Align::right},
                    {"kind", "kind"},
                    {"where", "where"},
                    {"message", "message"},
                    {"hint", "hint"}};
    grid.shown = Shown::data_only;
    for (auto const& found : disagreements) {
        grid.rows.push_back(
            {found.version, text(to_text(found.kind)), text(found.where), text(found.message), text(found.hint)});
    }
    return grid;
}

} // namespace

report::Report plan_report(migration::Plan const& plan)
{
    report::Grid grid;
    grid.key = "migrations";
    grid.columns = {{"version", "version", Align::right},
                    {"name", "name"},
                    {"file", "file"},
                    {"statements", "statements", Align::right},
                    {"transaction", "transaction"}};
    for (auto const& file : plan.files) {
        auto const statements = static_cast<std::int64_t>(section_of(file, plan.direction).statements);
        grid.rows.push_back({file.version, text(file.name), text(file.script.path), statements, file.transactional});
    }
    return {"pf.migration_plan/1", facts_of(plan), {std::move(grid)}, {}};
}

report::Report run_report(migration::Plan const& plan, std::vector<Duration> const& durations)
{
    report::Grid grid;
    grid.key = "migrations";
    grid.columns = {
        {"version", "version", Align::right}, {"name", "name"}, {"file", "file"}, {"duration_ms", "ms", Align::right}};
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
        Value const duration =
            i < durations.size() ? Value{std::int64_t{durations[i].count()}} : Value{report::Nothing{}};
        auto const& file = plan.files[i];
        grid.rows.push_back({file.version, text(file.name), text(file.script.path), duration});
    }
    return {"pf.migration_run/1", facts_of(plan), {std::move(grid)}, {}};
}

report::Report status_report(migration::Set const& set, migration::History const& history,
                             std::vector<migration::Disagreement> const& disagreements, std::string const& database)
{
    report::Grid grid;
    grid.key = "migrations";
    grid.columns = {{"version", "version", Align::right},
                    {"name", "name"},
                    {"state", "state"},
                    {"applied_at", "applied at"},
                    {"duration_ms", "ms", Align::right, Shown::data_only},
                    {"applied_by", "by", Align::left, Shown::data_only},
                    {"checksum", "checksum", Align::left, Shown::data_only},
                    {"note", "note", Align::left, Shown::data_only}};
    grid.when_empty = "no migrations";
    std::int64_t pending = 0;
    for (auto const& [version, line] : lines_of(set, history, disagreements)) {
        pending += line.state == "pending" ? 1 : 0;
        grid.rows.push_back(row_of(version, line));
    }
    auto const current = version_of(history);
    return {
        "pf.migrations/1",
        {{"database", text(database)}, {"version", current}, {"latest_version", set.latest()}, {"pending", pending}},
        {std::move(grid), problems_of(disagreements)},
        {fmt::format("version {} of {}, {} pending", current, set.latest(), pending)}};
}

std::vector<cli::Complaint> complaints(std::vector<migration::Disagreement> const& disagreements,
                                       std::string const& database)
{
    std::vector<cli::Complaint> list;
    for (auto const& found : disagreements) {
        list.push_back({found.where.empty() ? database : found.where, found.message, found.hint, found.details});
    }
    return list;
}

} // namespace pf::jobs
