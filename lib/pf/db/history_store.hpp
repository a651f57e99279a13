#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/plan.hpp"

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
                              std::string_view applied_by, std::string_view guard = {}, std::string_view note = {});
[[nodiscard]] std::string remove(Backend backend, std::int64_t version, std::string_view guard = {});

/// Take over the name and checksum of a file that was changed after it was applied, and say why.
[[nodiscard]] std::string repair(Backend backend, migration::File const& file, std::string_view note);

/// How far files without a transaction have come: `pf_migrate.progress`, on SQLite `pf_migrate_progress`; a row for
/// each statement, `done` or only begun, until the file's history row is written.
[[nodiscard]] std::string_view create_progress(Backend backend);
extern std::string_view const progress_exists_in_postgresql; ///< `t` or `f`
extern std::string_view const progress_exists_in_sqlite;     ///< 1 or 0

/// Rows (checksum, done as 1 or 0), ascending by statement.
[[nodiscard]] std::string read_progress(Backend backend, migration::File const& file, migration::Direction direction);
[[nodiscard]] std::string begin_statement(Backend backend, migration::File const& file, migration::Direction direction,
                                          std::size_t number, std::string_view checksum);
[[nodiscard]] std::string end_statement(Backend backend, migration::File const& file, migration::Direction direction,
                                        std::size_t number);
[[nodiscard]] std::string forget_progress(Backend backend, std::int64_t version);

/// What `read_from_postgresql` answered.
/// \throws pf::Error  internal, when it cannot be read
[[nodiscard]] migration::History parse(std::string_view answer);

/// A row as text.
/// \throws pf::Error  internal, when the time is not one
[[nodiscard]] migration::Applied row(std::int64_t version, std::string name, std::string checksum,
                                     std::string_view applied_at, std::int64_t duration_ms, std::string applied_by,
                                     std::string note);

} // namespace pf::db::history
