#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/schema.hpp"

#include <string>
#include <vector>

namespace pf::db {

/// Everything in the database that migrations can make, but not the history. On PostgreSQL from the catalogs, which
/// everybody may read, without what belongs to an extension or to the server (roles, tablespaces, settings); an owner
/// is told only when it is not the one of the history. On SQLite the statements that made it.
[[nodiscard]] migration::SchemaDump dump_schema(Database& database);

/// Indexes that a failed CREATE INDEX CONCURRENTLY left behind, like `public.idx_books_title`; none on SQLite.
[[nodiscard]] std::vector<std::string> invalid_indexes(Database& database);

} // namespace pf::db
