#include "pf/db/stored_tables.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/migrate.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace pf::db {

namespace {

struct KnownTable {
    std::string_view name;
    std::int64_t since = 0; ///< the first schema version in which a table of this name is ours
};

// Those that others refer to come first. What they look like is asked of the database; that none is forgotten, a test.
constexpr std::array known_tables{KnownTable{"accounts", 1},
                                  KnownTable{"imports", 1},
                                  KnownTable{"transactions", 1},
                                  KnownTable{"positions", 3},
                                  KnownTable{"lots", 3},
                                  KnownTable{"disposals", 3},
                                  KnownTable{"price_history", 2},
                                  KnownTable{"fx_rates", 2},
                                  KnownTable{"portfolio_snapshots", 4},
                                  KnownTable{"cash_balances", 7},
                                  KnownTable{"superseded_transactions", 10},
                                  KnownTable{"balances", 13},
                                  KnownTable{"instruments", 14},
                                  KnownTable{"instrument_names", 14},
                                  KnownTable{"instrument_tags", 17},
                                  KnownTable{"account_names", 19}};

/// A row for each column: table, column, type, place in the key or NULL.
Query const& columns_query()
{
    static Query const query = [] {
        auto const on_postgresql = portable_query(
            "describe the tables",
            "SELECT k.value, CAST(a.attname AS TEXT), format_type(a.atttypid, NULL), "
            "(SELECT x.place FROM unnest(i.indkey) WITH ORDINALITY AS x(attnum, place) WHERE x.attnum = a.attnum) "
            "FROM {texts tables} AS k JOIN pg_class AS c ON c.oid = to_regclass(k.value) "
            "JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "LEFT JOIN LATERAL (SELECT u.indkey FROM pg_index AS u WHERE u.indrelid = c.oid AND u.indisunique "
            "AND u.indpred IS NULL AND u.indexprs IS NULL ORDER BY u.indisprimary DESC, u.indexrelid LIMIT 1) AS i "
            "ON true ORDER BY k.value, a.attnum");
        // A text is JSON when the table checks that it is.
        auto const on_sqlite = portable_query(
            "describe the tables",
            "SELECT m.name, c.name, CASE WHEN instr(m.sql, 'json_valid(' || c.name || ')') > 0 THEN 'JSON' ELSE c.type "
            "END, CASE WHEN (SELECT MAX(p.pk) FROM pragma_table_info(m.name) AS p) > 0 THEN NULLIF(c.pk, 0) "
            "ELSE (SELECT x.seqno + 1 FROM pragma_index_list(m.name) AS l JOIN pragma_index_info(l.name) AS x "
            "WHERE l.origin = 'u' AND x.cid = c.cid ORDER BY l.seq LIMIT 1) END "
            "FROM {texts tables} AS k JOIN sqlite_schema AS m ON m.type = 'table' AND m.name = k.value "
            "JOIN pragma_table_info(m.name) AS c ORDER BY m.name, c.cid");
        return Query{on_postgresql.name, on_postgresql.postgresql, on_sqlite.sqlite};
    }();
    return query;
}

/// Somebody else's table may have the name of one that comes later.
Parameter tables_of(std::int64_t version)
{
    std::set<std::string> names;
    for (auto const& table : known_tables) {
        if (table.since <= version) {
            names.emplace(table.name);
        }
    }
    return parameter("tables", names);
}

ColumnType type_of(std::string_view name, std::string const& table, std::string const& column)
{
    static std::map<std::string_view, ColumnType> const types{
        {"bigint", ColumnType::integer},
        {"integer", ColumnType::small_integer},
        {"boolean", ColumnType::boolean},
        {"text", ColumnType::text},
        {"character varying", ColumnType::text},
        {"character", ColumnType::text},
        {"numeric", ColumnType::decimal},
        {"timestamp with time zone", ColumnType::timestamp},
        {"date", ColumnType::date},
        {"uuid", ColumnType::fingerprint},
        {"jsonb", ColumnType::json},
        {"INTEGER", ColumnType::integer},
        {"TEXT", ColumnType::text},
        {"BLOB", ColumnType::fingerprint},
        {"JSON", ColumnType::json},
    };
    auto const found = types.find(name);
    if (found == types.end()) {
        throw Error{ExitCode::schema, fmt::format("column {}.{} has the type {}, which no table of ours uses", table,
                                                  column, base::quoted(name))};
    }
    return found->second;
}

/// Tables by name, and for each the columns of the key by their place.
struct Described {
    std::map<std::string, StoredTable> tables;
    std::map<std::string, std::map<std::int64_t, std::string>> keys;
};

Described describe(Database& database)
{
    auto const version = schema_version(database);
    auto const timer = Database::Session::Timer{database.session(), columns_query().name};
    Described found;
    auto const rows = database.session().driver().read(columns_query(), {tables_of(version)});
    while (rows->next()) {
        std::string const table{rows->text()};
        std::string const column{rows->text()};
        found.tables[table].columns.push_back({column, type_of(rows->text(), table, column)});
        if (auto const place = rows->optional_integer()) {
            found.keys[table][*place] = column;
        }
    }
    return found;
}

std::string in_quotes(std::string_view name)
{
    return fmt::format("\"{}\"", name);
}

} // namespace

std::vector<StoredTable> stored_tables(Database& database)
{
    auto found = describe(database);
    std::vector<StoredTable> tables;
    for (auto const& [name, since] : known_tables) {
        auto const at = found.tables.find(std::string{name});
        if (at == found.tables.end()) {
            continue;
        }
        auto& table = at->second;
        table.name = name;
        for (auto const& [place, column] : found.keys[table.name]) {
            table.key.push_back(column);
        }
        if (table.key.empty()) {
            throw Error{ExitCode::schema, fmt::format("table {} has no key", table.name), database.target().shown};
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

std::vector<std::string> tables_of_version(std::int64_t version)
{
    std::vector<std::string> names;
    for (auto const& table : known_tables) {
        if (table.since <= version) {
            names.emplace_back(table.name);
        }
    }
    return names;
}

std::int64_t schema_version(Database& database)
{
    return migration::version_of(Migrator{database}.history());
}

void hold_tables(Database& database, std::vector<StoredTable> const& tables)
{
    if (database.backend() == Backend::sqlite || tables.empty()) {
        return;
    }
    std::string names;
    for (auto const& table : tables) {
        names += (names.empty() ? "" : ", ") + in_quotes(table.name);
    }
    auto const timer = Database::Session::Timer{database.session(), "hold the tables"};
    database.session().driver().run_script("LOCK TABLE " + names + " IN ACCESS SHARE MODE");
}

std::unique_ptr<RowReader> read_table(Database& database, StoredTable const& table)
{
    bool const on_postgresql = database.backend() == Backend::postgresql;
    std::string columns;
    for (auto const& column : table.columns) {
        auto const name = in_quotes(column.name);
        columns += columns.empty() ? "" : ", ";
        columns += on_postgresql && column.type == ColumnType::json ? "CAST(" + name + " AS TEXT)" : name;
    }
    std::string order;
    for (auto const& column : table.key) {
        order += (order.empty() ? "" : ", ") + in_quotes(column);
    }
    auto const sql = fmt::format("SELECT {} FROM {} ORDER BY {}", columns, in_quotes(table.name), order);
    return database.session().driver().read({"read " + table.name, sql, sql}, {});
}

std::unique_ptr<RowWriter> write_table(Database& database, StoredTable const& table)
{
    Table described{table.name, {}, {}};
    for (auto const& column : table.columns) {
        described.columns.emplace_back(column.name);
    }
    return database.session().driver().write(described);
}

std::uint64_t size_of_tables(Database& database)
{
    static Query const query = [] {
        auto const on_postgresql = portable_query(
            "size of the tables", "SELECT CAST(COALESCE(SUM(pg_table_size(to_regclass(k.value))), 0) AS BIGINT) "
                                  "FROM {texts tables} AS k");
        return Query{on_postgresql.name, on_postgresql.postgresql,
                     "SELECT c.page_count * s.page_size FROM pragma_page_count AS c, pragma_page_size AS s"};
    }();
    std::vector<Parameter> parameters;
    if (database.backend() == Backend::postgresql) {
        parameters.push_back(tables_of(schema_version(database)));
    }
    auto const rows = database.session().driver().read(query, parameters);
    return rows->next() ? static_cast<std::uint64_t>(rows->integer()) : 0;
}

bool hold_data(Database& database)
{
    auto const tables = stored_tables(database);
    return std::ranges::any_of(tables, [&](StoredTable const& table) {
        auto const sql =
            fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} LIMIT 2) AS k", in_quotes(table.name));
        auto const rows = database.session().driver().read({"look for rows", sql, sql}, {});
        return rows->next() && rows->integer() > (table.name == "accounts" ? 1 : 0);
    });
}

} // namespace pf::db
