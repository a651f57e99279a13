#include "pf/jobs/migrate/verify.hpp"

#include "pf/db/migrate.hpp"
#include "pf/db/schema.hpp"
#include "pf/jobs/run/scratch.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <set>

namespace pf::jobs {

namespace {

using migration::History;
using migration::SchemaDump;

/// What there is in the database.
struct Found {
    History history;
    SchemaDump schema;
    std::vector<std::string> invalid_indexes;
};

Found look_at(MigrateSettings const& settings, migration::Set const& set)
{
    auto open = settings.open;
    open.missing = db::Missing::refused;
    auto database = db::Database::open(settings.database, open);
    db::Canceller canceller{database};
    cli::Interrupt::Hook const hook{[](void* self) { static_cast<db::Canceller*>(self)->cancel(); }, &canceller};
    Found found{db::Migrator{database}.history(), {}, {}};
    static_cast<void>(migration::plan_up(set, found.history, {}, settings.database.shown)); // refuses disagreements
    found.schema = db::dump_schema(database);
    found.invalid_indexes = db::invalid_indexes(database);
    return found;
}

/// The schema that the files up to a version give.
SchemaDump made_by(migration::Set const& set, std::int64_t version, MigrateSettings const& settings,
                   std::optional<db::Target> const& scratch)
{
    Scratch place{settings.database, settings.open, scratch};
    db::MigrateOptions options;
    options.check = cli::Interrupt::check;
    db::Migrator{place.database(), options}.run([&](History const& history) {
        return migration::plan_up(set, history, {version, {}}, place.database().target().shown);
    });
    return db::dump_schema(place.database());
}

/// Leaves out what the migrations have nothing to do with.
void keep_comparable(SchemaDump& found, SchemaDump const& expected)
{
    std::set<std::string> schemas;
    for (auto const& [name, object] : expected) {
        schemas.insert(object.schema);
    }
    std::erase_if(found, [&](auto const& entry) {
        auto const& [name, object] = entry;
        return object.schema.empty() ? !expected.contains(name) : !schemas.contains(object.schema);
    });
}

void leave_out_privileges(SchemaDump& dump)
{
    std::erase_if(dump, [](auto const& entry) { return entry.first.starts_with("default privileges"); });
    for (auto& [name, object] : dump) {
        object.privileges.clear();
    }
}

report::Grid grid_of(std::vector<migration::SchemaDifference> const& differences)
{
    report::Grid grid;
    grid.key = "differences";
    grid.columns = {{"object", "object"}, {"only_in", "only in"}, {"line", "line"}};
    grid.shown = report::Shown::data_only;
    for (auto const& difference : differences) {
        auto const add = [&](std::string_view side, std::string const& line) {
            grid.rows.push_back({report::text(difference.object), report::text(side), report::text(line)});
        };
        if (difference.expected.empty() && difference.found.empty()) {
            add(difference.kind == migration::SchemaDifference::Kind::missing ? "migrations" : "database", "");
        }
        for (auto const& line : difference.expected) {
            add("migrations", line);
        }
        for (auto const& line : difference.found) {
            add("database", line);
        }
    }
    return grid;
}

std::vector<std::string> notes_of(std::vector<migration::SchemaDifference> const& differences, std::int64_t version)
{
    if (differences.empty()) {
        return {fmt::format("no drift: the schema is what the migrations up to version {} give", version)};
    }
    std::vector<std::string> notes{"drift (-: only in the migrations, +: only in the database)"};
    for (auto const& difference : differences) {
        auto const lines = migration::shown(difference);
        notes.insert(notes.end(), lines.begin(), lines.end());
    }
    return notes;
}

std::vector<cli::Complaint> complaints(std::vector<std::string> const& invalid_indexes, std::string const& database)
{
    std::vector<cli::Complaint> list;
    for (auto const& name : invalid_indexes) {
        list.push_back({database,
                        fmt::format("the index {} is INVALID: it was not built to its end", name),
                        "DROP INDEX CONCURRENTLY, then CREATE INDEX CONCURRENTLY again",
                        {}});
    }
    return list;
}

} // namespace

cli::Outcome verify(MigrateSettings const& settings, bool privileges, std::optional<db::Target> const& scratch,
                    std::ostream& out)
{
    auto const set = migrations_of(settings);
    auto found = look_at(settings, set);
    auto const version = version_of(found.history);
    auto expected = made_by(set, version, settings, scratch);
    keep_comparable(found.schema, expected);
    if (!privileges) {
        leave_out_privileges(expected);
        leave_out_privileges(found.schema);
    }
    auto const differences = migration::differences(expected, found.schema);
    report::write(out,
                  {"pf.migration_drift/1",
                   {{"database", report::text(settings.database.shown)},
                    {"version", version},
                    {"drift", !differences.empty()},
                    {"invalid_indexes", static_cast<std::int64_t>(found.invalid_indexes.size())}},
                   {grid_of(differences)},
                   notes_of(differences, version)},
                  settings.output);
    cli::print_complaints(complaints(found.invalid_indexes, settings.database.shown));
    bool const is_right = differences.empty() && found.invalid_indexes.empty();
    return {is_right ? ExitCode::ok : ExitCode::schema, {}, {}};
}

} // namespace pf::jobs
