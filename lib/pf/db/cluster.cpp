#include "pf/db/cluster.hpp"

#include "pf/base/text.hpp"
#include "pf/db/postgres/derived.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

namespace pf::db {

namespace {

constexpr std::int64_t first_with_schemas = 12;

constexpr std::string_view find_extension =
    "SELECT CAST(e.extversion AS TEXT) FROM pg_extension AS e WHERE e.extname = 'citus'";

constexpr std::string_view find_role = "SELECT CASE WHEN citus_is_coordinator() THEN 'coordinator' ELSE 'worker' END";

// The view citus_shards would ask every machine for sizes.
constexpr std::string_view list_places = R"(
SELECT DISTINCT CAST(s.schemaid AS regnamespace)::text, n.nodename || ':' || n.nodeport
  FROM pg_dist_schema AS s
  JOIN pg_dist_partition AS p ON p.colocationid = s.colocationid
  JOIN pg_dist_shard AS h ON h.logicalrelid = p.logicalrelid
  JOIN pg_dist_placement AS l ON l.shardid = h.shardid
  JOIN pg_dist_node AS n ON n.groupid = l.groupid
 ORDER BY 1)";

std::optional<std::string> text(Database& database, std::string_view name, std::string_view sql)
{
    auto const timer = Database::Session::Timer{database.session(), name};
    auto const rows = database.session().driver().read({std::string{name}, std::string{sql}, {}}, {});
    return rows->next() ? std::optional{std::string{rows->text()}} : std::nullopt;
}

} // namespace

std::optional<Problem> Cluster::obstacle() const
{
    auto const version = text(m_database, "look for a cluster", find_extension);
    if (!version) {
        return Problem{"the database is not one of a cluster: it has no extension citus",
                       "portfolios work without one; to have them on several machines, CREATE EXTENSION citus on each"};
    }
    auto const major = base::parse_integer(version->substr(0, version->find_first_not_of("0123456789")));
    if (major.value_or(0) < first_with_schemas) {
        return Problem{fmt::format("Citus {} does not distribute schemas", *version), "version 12 does"};
    }
    if (text(m_database, "look for the coordinator", find_role) != "coordinator") {
        return Problem{"this is a worker of the cluster", "connect to the coordinator"};
    }
    return std::nullopt;
}

std::map<std::string, std::string> Cluster::distributed() const
{
    auto const timer = Database::Session::Timer{m_database.session(), "list where portfolios are"};
    std::map<std::string, std::string> places;
    auto const rows =
        m_database.session().driver().read({"list where portfolios are", std::string{list_places}, {}}, {});
    while (rows->next()) {
        std::string name{rows->text()};
        places.emplace(std::move(name), rows->text());
    }
    return places;
}

void Cluster::distribute(std::string_view portfolio)
{
    move("citus_schema_distribute", portfolio);
}

void Cluster::undistribute(std::string_view portfolio)
{
    move("citus_schema_undistribute", portfolio);
}

/// Views and functions stay on the coordinator, where they are asked for; Citus would find that tables rest on them in
/// a circle, so they are away while it moves the tables.
void Cluster::move(std::string_view function, std::string_view portfolio)
{
    auto const timer = Database::Session::Timer{m_database.session(), function};
    auto& driver = m_database.session().driver();
    auto const derived = postgres::derived_of(m_database, portfolio);
    Atomic transaction{m_database};
    driver.run_script("SET LOCAL lock_timeout = '5s'; SET LOCAL citus.enable_ddl_propagation = off");
    for (auto const& statement : derived.drop) {
        driver.run_script(statement);
    }
    driver.run_script("SET LOCAL citus.enable_ddl_propagation = on");
    driver.run_script(fmt::format("SELECT {}('\"{}\"')", function, portfolio));
    driver.run_script("SET LOCAL citus.enable_ddl_propagation = off");
    for (auto const* const statements : {&derived.create, &derived.comments}) {
        for (auto const& statement : *statements) {
            driver.run_script(statement);
        }
    }
    transaction.commit();
}

} // namespace pf::db
