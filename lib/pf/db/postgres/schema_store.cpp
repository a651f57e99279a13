#include "pf/db/postgres/schema_store.hpp"

#include "pf/db/postgres/schema_queries.hpp"
#include "pf/db/session.hpp"

namespace pf::db::postgres {

namespace {

// Whatever is not in pg_catalog is shown with its schema.
constexpr std::string_view qualify_names = "SET LOCAL search_path = pg_catalog";

Query query(std::string_view name, std::string_view sql)
{
    return {std::string{name}, std::string{schema_parts} + std::string{sql}, {}};
}

std::vector<Parameter> parameters_of(Database& database)
{
    return {{"portfolio", database.target().portfolio}};
}

void add(migration::SchemaDump& dump, RowReader& rows, bool privileges)
{
    while (rows.next()) {
        std::string const schema{rows.optional_text()};
        std::string const name{rows.optional_text()};
        std::string const line{rows.optional_text()};
        auto& object = dump[name];
        object.schema = schema;
        if (!line.empty()) {
            (privileges ? object.privileges : object.lines).push_back(line);
        }
    }
}

} // namespace

migration::SchemaDump dump_schema(Database& database)
{
    migration::SchemaDump dump;
    auto& driver = database.session().driver();
    Atomic const snapshot{database, Atomic::Mode::read};
    driver.run_script(qualify_names);
    for (auto const& [name, sql, privileges] : schema_queries) {
        add(dump, *driver.read(query(name, sql), parameters_of(database)), privileges);
    }
    // Objects outside of all schemas are the database's, not its portfolios'.
    std::erase_if(dump, [&](auto const& entry) {
        return !database.target().portfolio.empty() && entry.second.schema != database.target().portfolio;
    });
    return dump;
}

std::vector<std::string> invalid_indexes(Database& database)
{
    auto& driver = database.session().driver();
    Atomic const snapshot{database, Atomic::Mode::read};
    driver.run_script(qualify_names);
    auto const rows = driver.read(query("list invalid indexes", invalid_indexes_query), parameters_of(database));
    std::vector<std::string> names;
    while (rows->next()) {
        names.emplace_back(rows->text());
    }
    return names;
}

} // namespace pf::db::postgres
