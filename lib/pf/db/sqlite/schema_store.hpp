#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/schema.hpp"

namespace pf::db::sqlite {

[[nodiscard]] migration::SchemaDump dump_schema(Database& database);

} // namespace pf::db::sqlite
