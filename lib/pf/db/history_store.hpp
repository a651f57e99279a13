#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/set.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The history of migrations as SQL: `pf_migrate.history` on PostgreSQL, `pf_migrate_history` on SQLite. Texts rather
/// than prepared statements, because the runner sends them inside the transaction of a file and `plan --sql` prints the
/// same.
namespace pf::db::history {

/// On PostgreSQL one value for `parse`, NULL while there is no history; on SQLite a row for each migration, once
/// `exists_in_sqlite` is not 0.
extern std::string_view const read_from_postgresql;
extern std::string_view const read_from_sqlite;
extern std::string_view const exists_in_sqlite;
extern std::string_view const version_in_sqlite; ///< one row: the newest version, or 0

/// No row when the version is not applied.
[[nodiscard]] std::string checksum_in_sqlite(std::int64_t version);

/// Create the table; on PostgreSQL also its schema. Everybody may read it: the programs check it when they start.
[[nodiscard]] std::string_view create(Backend backend);

/// \param guard  a condition that must hold, or the statement changes nothing; may be empty
[[nodiscard]] std::string add(Backend backend, migration::File const& file, std::int64_t duration_ms,
                              std::string_view applied_by, std::string_view guard = {});
[[nodiscard]] std::string remove(Backend backend, std::int64_t version, std::string_view guard = {});

/// What `read_from_postgresql` answered.
/// \throws pf::Error  internal, when it cannot be read
[[nodiscard]] migration::History parse(std::string_view answer);

/// A row as text.
/// \throws pf::Error  internal, when the time is not one
[[nodiscard]] migration::Applied row(std::int64_t version, std::string name, std::string checksum,
                                     std::string_view applied_at, std::int64_t duration_ms, std::string applied_by);

} // namespace pf::db::history
