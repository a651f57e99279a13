#include "pf/db/sqlite/schema_store.hpp"

#include "pf/db/session.hpp"
#include "pf/migration/sql_lines.hpp"

#include <fmt/format.h>

namespace pf::db::sqlite {

namespace {

// What SQLite makes by itself (the index of a UNIQUE, sqlite_sequence, the statistics) has no text or a name of its
// own.
constexpr std::string_view objects =
    "SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite@_%' ESCAPE '@' "
    "AND tbl_name NOT LIKE 'pf@_migrate@_%' ESCAPE '@' ORDER BY type, name";

constexpr std::string_view numbers = "SELECT 'user_version', user_version FROM pragma_user_version UNION ALL "
                                     "SELECT 'application_id', application_id FROM pragma_application_id";

Query query(std::string const& name, std::string_view sql)
{
    return {name, {}, std::string{sql}};
}

} // namespace

migration::SchemaDump dump_schema(Database& database)
{
    migration::SchemaDump dump;
    auto& driver = database.session().driver();
    Atomic const snapshot{database, Atomic::Mode::read};
    auto const objects_found = driver.read(query("dump the schema", objects), {});
    while (objects_found->next()) {
        std::string const type{objects_found->text()};
        std::string const name{objects_found->text()};
        dump[fmt::format("{} {}", type, name)] = {
            "main", migration::sql_lines(objects_found->text(), type == "table"), {}};
    }
    auto const numbers_found = driver.read(query("dump the schema's numbers", numbers), {});
    while (numbers_found->next()) {
        std::string const name{numbers_found->text()};
        dump["database"].lines.push_back(name + " " + std::to_string(numbers_found->integer()));
    }
    dump["database"].schema = "main";
    return dump;
}

} // namespace pf::db::sqlite
