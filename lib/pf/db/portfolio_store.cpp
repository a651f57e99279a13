#include "pf/db/portfolio_store.hpp"

#include "pf/base/error.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

#include <iterator>

namespace pf::db {

namespace {

/// SQL of PostgreSQL alone: a SQLite file is one portfolio.
Query on_postgresql(std::string name, std::string sql)
{
    return {std::move(name), std::move(sql), {}};
}

// The version is read by query_to_xml, the one function of the server that takes a query as text: each history is a
// table of its own.
constexpr std::string_view list_portfolios = R"(
SELECT n.name, CAST(pg_get_userbyid(h.relowner) AS TEXT),
       CASE WHEN has_schema_privilege(h.relnamespace, 'USAGE') AND has_table_privilege(h.oid, 'SELECT')
            THEN CAST(CAST((xpath('//v/text()', query_to_xml(format('SELECT coalesce(max(version), 0) AS v FROM %s',
                 CAST(h.oid AS regclass)), false, true, '')))[1] AS TEXT) AS BIGINT) END,
       CAST((SELECT COALESCE(SUM(pg_total_relation_size(t.oid)), 0) FROM pg_class AS t
              WHERE t.relkind = 'r' AND t.relnamespace = n.oid) AS BIGINT)
  FROM pg_class AS h
  JOIN pg_namespace AS s ON s.oid = h.relnamespace
  JOIN (SELECT oid, CAST(nspname AS TEXT) AS name FROM pg_namespace) AS n
    ON n.name = CASE WHEN s.nspname = 'pf_migrate' THEN 'public' ELSE s.nspname END
 WHERE h.relkind = 'r' AND h.relname = CASE WHEN s.nspname = 'pf_migrate' THEN 'history' ELSE 'pf_migrate_history' END
 ORDER BY n.name <> 'public', n.name COLLATE "C")";

/// What there is under a name: nothing, an empty schema, a portfolio, or somebody's other things.
constexpr std::string_view find_schema = R"(
SELECT CASE WHEN EXISTS (SELECT FROM pg_class AS c
                          WHERE c.relnamespace = n.oid AND c.relname = 'pf_migrate_history') THEN 'portfolio'
            WHEN EXISTS (SELECT FROM pg_depend AS d WHERE d.refclassid = CAST('pg_namespace' AS regclass)
                            AND d.refobjid = n.oid) THEN 'other'
            ELSE 'empty' END
  FROM pg_namespace AS n
 WHERE n.nspname = :'name')";

/// Views and foreign keys elsewhere that refer to tables of a schema: CASCADE would take them along.
constexpr std::string_view find_dependents = R"(
SELECT DISTINCT CAST(CAST(c.oid AS regclass) AS TEXT)
  FROM pg_depend AS d
  JOIN pg_class AS t ON d.refclassid = CAST('pg_class' AS regclass) AND t.oid = d.refobjid
  JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = :'name'
  LEFT JOIN pg_rewrite AS r ON d.classid = CAST('pg_rewrite' AS regclass) AND r.oid = d.objid
  LEFT JOIN pg_constraint AS k ON d.classid = CAST('pg_constraint' AS regclass) AND k.oid = d.objid
  JOIN pg_class AS c ON c.oid = COALESCE(r.ev_class, k.conrelid) AND c.relnamespace <> n.oid
 ORDER BY 1)";

std::vector<std::string> texts(Database& database, Query const& query, std::string_view name)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<std::string> found;
    auto const rows = database.session().driver().read(query, {{"name", std::string{name}}});
    while (rows->next()) {
        found.emplace_back(rows->text());
    }
    return found;
}

} // namespace

std::vector<StoredPortfolio> PortfolioStore::list() const
{
    static auto const query = on_postgresql("list the portfolios", std::string{list_portfolios});
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<StoredPortfolio> portfolios;
    if (m_database.backend() == Backend::sqlite) {
        return portfolios;
    }
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        auto& portfolio = portfolios.emplace_back();
        portfolio.name = rows->text();
        portfolio.owner = rows->text();
        portfolio.version = rows->optional_integer();
        portfolio.bytes = rows->integer();
    }
    return portfolios;
}

bool PortfolioStore::create(std::string_view name)
{
    static auto const query = on_postgresql("look for a schema", std::string{find_schema});
    auto const found = texts(m_database, query, name);
    if (found.empty()) {
        auto const timer = Database::Session::Timer{m_database.session(), "create a portfolio"};
        m_database.session().driver().run_script(fmt::format("CREATE SCHEMA \"{}\"", name));
        return true;
    }
    if (found.front() == "other") {
        throw Error{ExitCode::cannot_create, fmt::format("the schema {} holds things that are not pf's", name),
                    m_database.session().driver().where(), "take another name"};
    }
    return found.front() == "empty";
}

void PortfolioStore::drop(std::string_view name)
{
    static auto const query = on_postgresql("look for what refers to a portfolio", std::string{find_dependents});
    if (auto dependents = texts(m_database, query, name); !dependents.empty()) {
        throw Error{ExitCode::bad_data,
                    fmt::format("{} refers to the portfolio {} and would go with it", dependents.front(), name),
                    m_database.session().driver().where(),
                    "drop it first",
                    {std::next(dependents.begin()), dependents.end()}};
    }
    auto const timer = Database::Session::Timer{m_database.session(), "drop a portfolio"};
    Atomic transaction{m_database};
    m_database.session().driver().run_script(
        fmt::format("SET LOCAL lock_timeout = '5s'; DROP SCHEMA \"{}\" CASCADE", name));
    transaction.commit();
}

} // namespace pf::db
