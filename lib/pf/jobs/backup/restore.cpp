#include "pf/jobs/backup/restore.hpp"

#include "pf/backup/archive.hpp"
#include "pf/backup/digest.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/base/error.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/db/replacement.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/rows.hpp"
#include "pf/jobs/backup/tables.hpp"
#include "pf/jobs/run/schema.hpp"
#include "pf/migration/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

namespace pf::jobs {

namespace {

using backup::Manifest;
using backup::TableEntry;
using db::StoredTable;
using migration::History;
using migration::Plan;

constexpr std::int64_t rows_between_reports = 4096;

std::vector<std::string> names_of(std::vector<StoredTable> const& tables)
{
    std::vector<std::string> names;
    std::ranges::transform(tables, std::back_inserter(names), &StoredTable::name);
    return names;
}

class Restore {
public:
    Restore(db::Database& database, RestoreRequest const& request, Manifest const& manifest)
        : m_database(database),
          m_request(request),
          m_manifest(manifest),
          m_set(embedded_migrations(database.backend())),
          m_replacement(database, request.migrate)
    {
    }

    Restored run();

private:
    void go_to_version_of_backup();
    [[nodiscard]] Plan plan_to(History const& history, std::int64_t version) const;
    [[nodiscard]] std::vector<StoredTable> matched_tables();
    void load(std::vector<StoredTable> const& tables);
    void load_table(backup::Reader& reader, StoredTable const& table);
    void compare(std::vector<StoredTable> const& tables);
    [[nodiscard]] TableEntry entry_of(StoredTable const& table, TableEntry const& expected,
                                      std::function<void(std::uint64_t)> const& compared);

    db::Database& m_database;
    RestoreRequest const& m_request;
    Manifest const& m_manifest;
    migration::Set m_set;
    db::Replacement m_replacement;
};

Restored Restore::run()
{
    Restored restored{m_manifest, version_of(m_replacement.history()), 0, false};
    auto const old_tables = db::stored_tables(m_database);
    m_replacement.keep_writers_out(names_of(old_tables));
    restored.replaced = db::hold_data(m_database);
    if (restored.replaced) {
        if (!m_request.replace) {
            throw Error{ExitCode::cannot_create, "the database is not empty", m_database.target().shown,
                        "--replace backs it up and then replaces all of it; --into URL names another database"};
        }
        m_request.before_replacing();
    }
    m_replacement.clear(names_of(old_tables));
    go_to_version_of_backup();
    auto const tables = matched_tables();
    m_replacement.lift_references(names_of(tables));
    load(tables);
    m_request.progress("checking references", 0, 0);
    m_replacement.impose_references();
    compare(tables);
    restored.to_version = m_manifest.schema_version;
    if (!m_request.keep_schema) {
        m_replacement.migrate(plan_to(m_replacement.history(), m_set.latest()));
        restored.to_version = m_set.latest();
    }
    m_replacement.commit();
    return restored;
}

Plan Restore::plan_to(History const& history, std::int64_t version) const
{
    auto const make = version < version_of(history) ? migration::plan_down : migration::plan_up;
    return make(m_set, history, {version, {}, false}, m_database.target().shown);
}

/// The way leads through an empty schema's migrations, up or down: what others have made or granted stays.
void Restore::go_to_version_of_backup()
{
    auto const version = m_manifest.schema_version;
    try {
        m_replacement.migrate(plan_to(m_replacement.history(), version));
    } catch (Error const& error) {
        auto const current = version_of(m_replacement.history());
        if (error.code() != ExitCode::schema || version >= current) {
            throw;
        }
        auto details = error.details();
        details.insert(details.begin(),
                       fmt::format("the backup is of schema version {}, the database at version {}", version, current));
        throw Error{error.code(), error.message(), error.where(),
                    error.hint() + "; or restore into a new database: --into URL", std::move(details)};
    }
}

/// The tables of the backup as they are in the database now, columns in the backup's order.
std::vector<StoredTable> Restore::matched_tables()
{
    auto const stored = db::stored_tables(m_database);
    std::vector<StoredTable> matched;
    for (auto const& entry : m_manifest.tables) {
        auto const found = std::ranges::find(stored, entry.name, &StoredTable::name);
        bool fits = found != stored.end() && found->columns.size() == entry.columns.size();
        StoredTable table{entry.name, {}, {}};
        for (std::size_t i = 0; fits && i < entry.columns.size(); ++i) {
            auto const column = std::ranges::find(found->columns, entry.columns[i], &db::StoredColumn::name);
            fits = column != found->columns.end();
            table.columns.push_back(fits ? *column : db::StoredColumn{});
        }
        if (!fits) {
            throw Error{
                ExitCode::bad_data,
                fmt::format("the table {} is not the one of schema version {}", entry.name, m_manifest.schema_version),
                m_request.file.string(), "the backup was not written by pf-backup"};
        }
        table.key = found->key;
        matched.push_back(std::move(table));
    }
    return matched;
}

void Restore::load(std::vector<StoredTable> const& tables)
{
    backup::Reader reader{m_request.file, m_request.trust};
    if (reader.manifest() != m_manifest) {
        throw Error{ExitCode::bad_data, "was changed while it was being restored", m_request.file.string(),
                    "run the command again"};
    }
    for (auto const& table : tables) {
        if (!reader.next_table()) {
            break;
        }
        load_table(reader, table);
    }
    if (reader.next_table()) { // reads to the end
        throw Error{ExitCode::internal, "the backup has a table that its manifest has not", m_request.file.string()};
    }
}

void Restore::load_table(backup::Reader& reader, StoredTable const& table)
{
    backup::CsvRows rows{[&] { return reader.read(); }, m_request.file.string() + ": " + table.name + ".csv"};
    static_cast<void>(rows.next()); // the header, which the reader has compared with the manifest
    auto const writer = db::write_table(m_database, table);
    for (std::int64_t count = 1; rows.next(); ++count) {
        write_row(*writer, rows.fields(), table);
        if (count % rows_between_reports == 0) {
            m_request.progress("restoring", reader.bytes_read(), reader.size());
        }
    }
    writer->finish();
}

/// What the database holds now is what the backup holds: exported again, every table has its digest.
void Restore::compare(std::vector<StoredTable> const& tables)
{
    std::uint64_t total = 0;
    for (auto const& entry : m_manifest.tables) {
        total += entry.bytes;
    }
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        auto const& expected = m_manifest.tables[i];
        auto const found = entry_of(
            tables[i], expected, [&](std::uint64_t bytes) { m_request.progress("comparing", before + bytes, total); });
        before += found.bytes;
        if (found != expected) {
            throw Error{ExitCode::internal,
                        fmt::format("the table {} is not what the backup holds: {} rows with digest {}, not {} with {}",
                                    found.name, found.rows, found.blake2b, expected.rows, expected.blake2b),
                        m_database.target().shown, "nothing was changed; please report it"};
        }
    }
}

TableEntry Restore::entry_of(StoredTable const& table, TableEntry const& expected,
                             std::function<void(std::uint64_t)> const& compared)
{
    constexpr std::size_t piece = 65536;
    TableEntry entry{table.name, expected.columns, 0, 0, {}};
    backup::Digest digest;
    backup::CsvText csv;
    auto const flush = [&] {
        entry.bytes += csv.bytes().size();
        digest.add(csv.bytes());
        csv.clear();
    };
    for (auto const& column : table.columns) {
        csv.text(column.name);
    }
    csv.end_row();
    for (auto const rows = db::read_table(m_database, table); rows->next(); ++entry.rows) {
        write_values(csv, *rows, table);
        csv.end_row();
        if (csv.bytes().size() >= piece) {
            flush();
            compared(entry.bytes);
        }
    }
    flush();
    entry.blake2b = backup::hex(digest.finish());
    return entry;
}

} // namespace

void RestoreProgress::update(std::string_view step, std::uint64_t done, std::uint64_t total)
{
    cli::Interrupt::check();
    if (step != m_step) {
        m_step = step;
        m_progress.reset();                                             // the bar before it is cleared first
        m_progress.reset(new cli::Progress{m_common.progress(m_step)}); // NOLINT: a bar cannot be moved
    }
    m_progress->update(done, total);
}

Manifest check_backup(RestoreRequest const& request, db::Backend backend)
{
    auto manifest = verified(request.file, request.trust, [&](std::uint64_t done, std::uint64_t total) {
        request.progress("verifying", done, total);
    });
    auto const latest = embedded_migrations(backend).latest();
    if (manifest.schema_version > latest) {
        throw Error{ExitCode::schema,
                    fmt::format("the backup is of schema version {}, this program knows up to version {}",
                                manifest.schema_version, latest),
                    request.file.string(), fmt::format("use the newer program: {} wrote it", manifest.tool_version)};
    }
    return manifest;
}

Restored restore_backup(db::Database& database, RestoreRequest const& request, Manifest const& manifest)
{
    return Restore{database, request, manifest}.run();
}

} // namespace pf::jobs
