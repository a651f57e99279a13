#include "pf/db/schema.hpp"

#include "pf/db/postgres/schema_store.hpp"
#include "pf/db/sqlite/schema_store.hpp"

namespace pf::db {

migration::SchemaDump dump_schema(Database& database)
{
    return database.backend() == Backend::postgresql ? postgres::dump_schema(database) : sqlite::dump_schema(database);
}

std::vector<std::string> invalid_indexes(Database& database)
{
    return database.backend() == Backend::postgresql ? postgres::invalid_indexes(database) : std::vector<std::string>{};
}

} // namespace pf::db
