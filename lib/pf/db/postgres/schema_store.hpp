#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/schema.hpp"

#include <string>
#include <vector>

namespace pf::db::postgres {

/// One consistent picture; a round trip for each kind of object.
[[nodiscard]] migration::SchemaDump dump_schema(Database& database);

[[nodiscard]] std::vector<std::string> invalid_indexes(Database& database);

} // namespace pf::db::postgres
