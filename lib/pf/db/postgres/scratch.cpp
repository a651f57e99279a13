#include "pf/db/postgres/scratch.hpp"

#include "pf/db/postgres/conninfo.hpp"
#include "pf/db/postgres/driver.hpp"
#include "pf/db/postgres/schema_store.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace pf::db::postgres {

namespace {

constexpr std::string_view scratch_prefix = "pf_scratch_";

// template1 may hold what the site has put there, and may be in use. Providers of collations came and went with the
// server's versions, and so did their columns.
constexpr std::string_view create_statement = R"(
SELECT concat_ws(' ', format('CREATE DATABASE {0} TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                             pg_encoding_to_char(d.encoding), d.datcollate, d.datctype),
       CASE p.row ->> 'datlocprovider'
            WHEN 'i' THEN format('LOCALE_PROVIDER icu ICU_LOCALE %L', p.locale)
            WHEN 'b' THEN format('LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', p.locale) END)
  FROM pg_database AS d
 CROSS JOIN LATERAL (SELECT to_jsonb(d), COALESCE(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
         AS p (row, locale)
 WHERE d.datname = current_database())";

constexpr std::string_view history_exists =
    "SELECT 'schema ' || quote_ident(n.nspname) FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'pf_migrate' "
    "OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relnamespace = n.oid AND c.relname = "
    "'pf_migrate_history')";

// A name's lock: its 12 digits behind "pf". Locks are a database's own, but pg_locks shows those of all.
constexpr std::string_view hold_statement = "SELECT pg_advisory_lock(CAST(CAST('x7066{}' AS bit(64)) AS bigint))";

// Somebody holds the name from before the database is there until it is gone; so nobody uses what nobody holds.
constexpr std::string_view left_behind_statement = R"(
SELECT d.datname
  FROM pg_catalog.pg_database AS d
 WHERE d.datname ~ '^pf_scratch_[0-9a-f]{12}$'
   AND pg_catalog.pg_get_userbyid(d.datdba) = current_user
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_locks AS l
                    WHERE l.locktype = 'advisory'
                      AND l.objsubid = 1
                      AND CAST(l.classid AS bigint) << 32 | CAST(l.objid AS bigint)
                          = CAST(CAST('x7066' || right(d.datname, 12) AS bit(64)) AS bigint)))";

std::vector<std::string> texts(Database& database, std::string_view sql)
{
    std::vector<std::string> values;
    auto const rows = database.session().driver().read({"scratch database", std::string{sql}, {}}, {});
    while (rows->next()) {
        values.emplace_back(rows->text());
    }
    return values;
}

/// What a new database does not have, histories first: of the database, and of its portfolios.
std::vector<std::string> objects_in(Database& database)
{
    auto found = texts(database, history_exists);
    for (auto const& [name, object] : dump_schema(database)) {
        if (name != "schema public" && name != "extension plpgsql") {
            found.push_back(name);
        }
    }
    return found;
}

/// A kind of object as `dump_schema` names it, and as DROP does.
struct Kind {
    std::string_view name;
    std::string_view in_drop;
};

// In this order: a schema takes along what is in it, and a table the sequences of its columns, which refuse to go
// alone.
constexpr std::array kinds{Kind{"event trigger", "EVENT TRIGGER"},
                           Kind{"publication", "PUBLICATION"},
                           Kind{"schema", "SCHEMA"},
                           Kind{"extension", "EXTENSION"},
                           Kind{"materialized view", "MATERIALIZED VIEW"},
                           Kind{"view", "VIEW"},
                           Kind{"table", "TABLE"},
                           Kind{"foreign table", "FOREIGN TABLE"},
                           Kind{"sequence", "SEQUENCE"},
                           Kind{"statistics object", "STATISTICS"},
                           Kind{"server", "SERVER"},
                           Kind{"foreign-data wrapper", "FOREIGN DATA WRAPPER"},
                           Kind{"cast", "CAST"},
                           Kind{"operator class", "OPERATOR CLASS"},
                           Kind{"operator family", "OPERATOR FAMILY"},
                           Kind{"operator", "OPERATOR"},
                           Kind{"aggregate", "AGGREGATE"},
                           Kind{"procedure", "PROCEDURE"},
                           Kind{"function", "FUNCTION"},
                           Kind{"text search configuration", "TEXT SEARCH CONFIGURATION"},
                           Kind{"text search dictionary", "TEXT SEARCH DICTIONARY"},
                           Kind{"type", "TYPE"},
                           Kind{"collation", "COLLATION"}};

/// Whatever one object takes along may be asked for again.
std::string drop_statements(std::vector<std::string> const& objects)
{
    std::array<std::string, kinds.size()> scripts;
    for (auto const& object : objects) {
        auto const* const kind = std::ranges::find_if(
            kinds, [&](Kind const& known) { return object.starts_with(std::string{known.name} + " "); });
        if (kind != kinds.end()) {
            scripts.at(static_cast<std::size_t>(kind - kinds.begin())) +=
                fmt::format("DROP {} IF EXISTS {} CASCADE;\n", kind->in_drop, object.substr(kind->name.size() + 1));
        }
    }
    return std::accumulate(scripts.begin(), scripts.end(), std::string{});
}

} // namespace

std::string scratch_name()
{
    std::random_device random;
    std::uniform_int_distribution<std::uint64_t> numbers{0, (std::uint64_t{1} << 48U) - 1};
    return fmt::format("{}{:012x}", scratch_prefix, numbers(random));
}

Target beside(Target const& target, std::string const& name)
{
    auto info = Conninfo::parse(target.connection);
    info.set("dbname", name);
    return {Backend::postgresql, info.text(), info.shown(), {}};
}

void hold_name(Database& server, std::string const& name)
{
    server.session().driver().run_script(fmt::format(hold_statement, name.substr(scratch_prefix.size())));
}

std::vector<std::string> left_behind(Database& server)
{
    return texts(server, left_behind_statement);
}

void create_database(Database& server, std::string const& name)
{
    auto const statement = texts(server, fmt::format(create_statement, name)).at(0);
    try {
        server.session().driver().run_script(statement);
    } catch (Error const& error) {
        if (error.code() != ExitCode::permission) {
            throw;
        }
        throw Error{error.code(), "a scratch database cannot be created: " + error.message(), error.where(),
                    fmt::format("ALTER ROLE {} CREATEDB, or name an empty database with --scratch URL",
                                PQuser(native(server)))};
    }
}

void drop_database(Database& server, std::string const& name)
{
    server.session().driver().run_script(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", name));
}

void refuse_unless_empty(Database& database)
{
    if (auto const found = objects_in(database); !found.empty()) {
        throw Error{ExitCode::usage, fmt::format("the scratch database is not empty: it has the {}", found.front()),
                    database.session().driver().where(), "create an empty one: createdb NAME"};
    }
}

void empty_database(Database& database)
{
    database.session().driver().run_script(drop_statements(objects_in(database)));
    refuse_unless_empty(database);
}

} // namespace pf::db::postgres
