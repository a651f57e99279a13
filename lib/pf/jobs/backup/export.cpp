#include "pf/jobs/backup/export.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/help.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/rows.hpp"
#include "pf/jobs/run/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pf::jobs {

namespace {

constexpr int rows_between_reports = 1024;

void export_table(db::Database& database, db::StoredTable const& table, backup::Writer& writer,
                  std::function<void(std::uint64_t)> const& wrote)
{
    std::vector<std::string> names;
    std::ranges::transform(table.columns, std::back_inserter(names), &db::StoredColumn::name);
    writer.begin_table(table.name, std::move(names));
    auto const rows = db::read_table(database, table);
    for (int count = 0; rows->next(); ++count) {
        write_values(writer.row(), *rows, table);
        writer.end_row();
        if (count % rows_between_reports == 0) {
            wrote(writer.csv_bytes());
        }
    }
    writer.end_table();
}

void check_version(std::int64_t version, std::vector<db::StoredTable> const& tables, db::Database& database)
{
    auto const known = embedded_migrations(database.backend()).latest();
    if (version == 0 || tables.empty()) {
        throw Error{ExitCode::schema, "there is nothing to back up: the database has no tables of ours",
                    database.target().shown, "check --database and DATABASE_URL; `pf-migrate status` shows the schema"};
    }
    if (version > known) {
        throw Error{ExitCode::schema,
                    fmt::format("the schema is at version {}, this program knows up to version {}", version, known),
                    database.target().shown, "use the newer program: this one could leave something out"};
    }
}

/// A transaction in which nobody can change the tables as a whole: they are held before the snapshot is taken, which
/// needs their names, so a table that came between is a reason to begin again.
std::vector<db::StoredTable> begin_snapshot(db::Database& database, std::optional<db::Atomic>& snapshot)
{
    auto tables = db::stored_tables(database);
    while (true) {
        snapshot.emplace(database, db::Atomic::Mode::read);
        db::hold_tables(database, tables);
        auto const seen = db::stored_tables(database);
        if (seen == tables) {
            return tables;
        }
        snapshot.reset();
        tables = seen;
    }
}

} // namespace

backup::Manifest export_tables(db::Database& database, backup::Writer& writer,
                               std::function<void(std::uint64_t)> const& wrote)
{
    std::optional<db::Atomic> snapshot;
    auto const tables = begin_snapshot(database, snapshot);
    backup::Manifest manifest;
    manifest.schema_version = db::schema_version(database);
    check_version(manifest.schema_version, tables, database);
    manifest.tool_version = cli::version();
    manifest.source = database.target().shown;
    for (auto const& table : tables) {
        export_table(database, table, writer, wrote);
    }
    return manifest;
}

} // namespace pf::jobs
