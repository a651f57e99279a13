#include "pf/db/history_store.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::db::history {

std::string_view const exists_in_sqlite =
    "SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'pf_migrate_history'";

std::string_view const version_in_sqlite = "SELECT coalesce(max(version), 0) FROM main.pf_migrate_history";

namespace {

// One round trip, and no error in the server's log while the table does not exist yet: a plain SELECT from it could not
// even be parsed then. query_to_xml is the one function of the server that takes a query as text.
constexpr std::string_view read_from_postgresql = R"(
SELECT CASE WHEN pg_catalog.to_regclass('{0}') IS NOT NULL THEN
  pg_catalog.query_to_xml($query$
    SELECT pg_catalog.string_agg(pg_catalog.concat_ws(E'\t', version, name, checksum,
             pg_catalog.to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
             duration_ms, applied_by, coalesce(note, '')), E'\n' ORDER BY version) AS h
      FROM {0}
  $query$, false, true, '')
END)";

constexpr std::string_view read_from_sqlite =
    "SELECT version, name, checksum, applied_at, duration_ms, applied_by, coalesce(note, '') FROM {} ORDER BY version";

/// Types by dialect: number, time.
constexpr std::string_view create_history = R"(CREATE TABLE IF NOT EXISTS {0} (
  version     {1}{3} PRIMARY KEY,
  name        TEXT NOT NULL,
  checksum    TEXT NOT NULL,
  applied_at  {2} NOT NULL,
  duration_ms {1} NOT NULL,
  applied_by  TEXT NOT NULL,
  note        TEXT
);
)";

constexpr std::string_view create_progress_table = R"(CREATE TABLE IF NOT EXISTS {0} (
  version   {1},
  direction TEXT CONSTRAINT ck_progress_direction CHECK (direction IN ('up', 'down')),
  statement {1},
  checksum  TEXT NOT NULL,
  begun_at  {2} NOT NULL,
  done_at   {2},
  CONSTRAINT pk_progress PRIMARY KEY (version, direction, statement)
);
)";

constexpr std::string_view first_mark = "<h>";
constexpr std::string_view last_mark = "</h>";

struct Entity {
    std::string_view name;
    char character;
};

/// The four characters that the server escapes in XML text.
std::string without_entities(std::string_view text)
{
    constexpr std::array<Entity, 4> entities{{{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&#x0d;", '\r'}}};
    std::string plain;
    while (!text.empty()) {
        auto const* const entity = std::find_if(entities.begin(), entities.end(),
                                                [&](Entity const& known) { return text.starts_with(known.name); });
        plain.push_back(entity == entities.end() ? text.front() : entity->character);
        text.remove_prefix(entity == entities.end() ? 1 : entity->name.size());
    }
    return plain;
}

/// A literal that means the same whatever standard_conforming_strings says.
std::string literal(Backend backend, std::string_view text)
{
    std::string const special = backend == Backend::postgresql ? "'\\" : "'";
    std::string quoted = backend == Backend::postgresql ? "E'" : "'";
    for (char byte : text) {
        byte = static_cast<unsigned char>(byte) < 0x20 ? '_' : byte; // a row is read back as one line
        if (special.find(byte) != std::string::npos) {
            quoted.push_back(byte);
        }
        quoted.push_back(byte);
    }
    return quoted + "'";
}

/// In `public` of PostgreSQL the history has a schema of its own, which others have to be let into.
bool is_apart(Home const& home)
{
    return home.backend == Backend::postgresql && home.portfolio.empty();
}

std::string among_tables(Home const& home, std::string_view name)
{
    auto const schema = home.backend == Backend::sqlite ? std::string{"main"} : fmt::format("\"{}\"", home.portfolio);
    return fmt::format("{}.pf_migrate_{}", schema, name);
}

std::string_view number_type(Home const& home)
{
    return home.backend == Backend::postgresql ? "BIGINT" : "INTEGER";
}

std::string_view time_type(Home const& home)
{
    return home.backend == Backend::postgresql ? "TIMESTAMPTZ" : "TEXT";
}

std::string_view word(migration::Direction direction)
{
    return direction == migration::Direction::up ? "up" : "down";
}

std::string_view now(Backend backend)
{
    return backend == Backend::postgresql ? "pg_catalog.statement_timestamp()"
                                          : "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
}

} // namespace

std::string Home::table() const
{
    return is_apart(*this) ? "pf_migrate.history" : among_tables(*this, "history");
}

std::string Home::progress_table() const
{
    return is_apart(*this) ? "pf_migrate.progress" : among_tables(*this, "progress");
}

std::string read(Home const& home)
{
    return fmt::format(fmt::runtime(home.backend == Backend::postgresql ? read_from_postgresql : read_from_sqlite),
                       home.table());
}

std::string checksum_in_sqlite(std::int64_t version)
{
    return fmt::format("SELECT checksum FROM main.pf_migrate_history WHERE version = {}", version);
}

std::string create(Home const& home)
{
    auto const* const key = home.backend == Backend::postgresql ? " CONSTRAINT pk_history" : "";
    auto const table = fmt::format(create_history, home.table(), number_type(home), time_type(home), key);
    return !is_apart(home) ? table
                           : "CREATE SCHEMA IF NOT EXISTS pf_migrate;\n" + table +
                                 "GRANT USAGE ON SCHEMA pf_migrate TO PUBLIC;\n"
                                 "GRANT SELECT ON pf_migrate.history TO PUBLIC;\n";
}

std::string add(Home const& home, migration::File const& file, std::int64_t duration_ms, std::string_view applied_by,
                std::string_view note)
{
    return fmt::format("INSERT INTO {} (version, name, checksum, applied_at, duration_ms, applied_by, note)\n"
                       "SELECT {}, {}, {}, {}, {}, {}, {}",
                       home.table(), file.version, literal(home.backend, file.name),
                       literal(home.backend, file.checksum), now(home.backend), duration_ms,
                       literal(home.backend, applied_by), note.empty() ? "NULL" : literal(home.backend, note));
}

std::string remove(Home const& home, std::int64_t version)
{
    return fmt::format("DELETE FROM {} WHERE version = {}", home.table(), version);
}

std::string repair(Home const& home, migration::File const& file, std::string_view note)
{
    return fmt::format(
        "UPDATE {} SET name = {}, checksum = {}, note = coalesce(note || '; ', '') || {} WHERE version = {}",
        home.table(), literal(home.backend, file.name), literal(home.backend, file.checksum),
        literal(home.backend, note), file.version);
}

std::string create_progress(Home const& home)
{
    return fmt::format(create_progress_table, home.progress_table(), number_type(home), time_type(home)) +
           (is_apart(home) ? "GRANT SELECT ON pf_migrate.progress TO PUBLIC;\n" : "");
}

std::string progress_exists(Home const& home)
{
    return home.backend == Backend::postgresql
               ? fmt::format("SELECT pg_catalog.to_regclass('{}') IS NOT NULL", home.progress_table())
               : "SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'pf_migrate_progress'";
}

std::string read_progress(Home const& home, migration::File const& file, migration::Direction direction)
{
    return fmt::format("SELECT checksum, CASE WHEN done_at IS NULL THEN 0 ELSE 1 END FROM {} "
                       "WHERE version = {} AND direction = '{}' ORDER BY statement",
                       home.progress_table(), file.version, word(direction));
}

std::string begin_statement(Home const& home, migration::File const& file, migration::Direction direction,
                            std::size_t number, std::string_view checksum)
{
    return fmt::format("INSERT INTO {} (version, direction, statement, checksum, begun_at)\n"
                       "SELECT {}, '{}', {}, {}, {} WHERE true\n"
                       "ON CONFLICT (version, direction, statement) DO UPDATE SET checksum = excluded.checksum, "
                       "begun_at = excluded.begun_at",
                       home.progress_table(), file.version, word(direction), number, literal(home.backend, checksum),
                       now(home.backend));
}

std::string end_statement(Home const& home, migration::File const& file, migration::Direction direction,
                          std::size_t number)
{
    return fmt::format("UPDATE {} SET done_at = {} WHERE version = {} AND direction = '{}' AND statement = {}",
                       home.progress_table(), now(home.backend), file.version, word(direction), number);
}

std::string forget_progress(Home const& home, std::int64_t version)
{
    return fmt::format("DELETE FROM {} WHERE version = {}", home.progress_table(), version);
}

migration::History parse(std::string_view answer)
{
    migration::History rows;
    std::size_t const begin = answer.find(first_mark);
    if (begin == std::string_view::npos) {
        return rows;
    }
    std::size_t const end = answer.rfind(last_mark);
    std::string const text =
        without_entities(answer.substr(begin + first_mark.size(), end - begin - first_mark.size()));
    for (auto const line : base::split(text, '\n')) {
        auto const fields = base::split(line, '\t');
        auto const version = base::parse_integer(fields.front());
        auto const duration_ms = fields.size() == 7 ? base::parse_integer(fields[4]) : std::nullopt;
        if (!version || !duration_ms) {
            throw Error{ExitCode::internal, fmt::format("the migration history has the row {}", base::quoted(line))};
        }
        rows.push_back(row(*version, std::string{fields[1]}, std::string{fields[2]}, fields[3], *duration_ms,
                           std::string{fields[5]}, std::string{fields[6]}));
    }
    return rows;
}

migration::Applied row(std::int64_t version, std::string name, std::string checksum, std::string_view applied_at,
                       std::int64_t duration_ms, std::string applied_by, std::string note)
{
    auto const time = base::parse_iso_timestamp(applied_at);
    if (!time) {
        throw Error{ExitCode::internal, fmt::format("the migration history of version {} has the time {}, which {}",
                                                    version, base::quoted(applied_at), time.problem().message)};
    }
    return {version,     std::move(name),       std::move(checksum), time->timestamp,
            duration_ms, std::move(applied_by), std::move(note)};
}

} // namespace pf::db::history
