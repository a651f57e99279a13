#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The history of migrations as SQL. Texts rather than prepared statements, because the runner sends them inside the
/// transaction of a file and `plan --sql` prints the same.
namespace pf::db::history {

/// Where a history is: in a schema of its own, or among the tables of a portfolio.
struct Home {
    explicit Home(Target const& target) : backend(target.backend), portfolio(target.portfolio) {}

    /// `pf_migrate.history` of a PostgreSQL database, `"NAME".pf_migrate_history` of a portfolio in it,
    /// `main.pf_migrate_history` of a SQLite file.
    [[nodiscard]] std::string table() const;

    /// How far files without a transaction have come: a row for each statement, `done` or only begun, until the file's
    /// history row is written.
    [[nodiscard]] std::string progress_table() const;

    Backend backend;
    std::string portfolio; ///< empty: none
};

/// On PostgreSQL one value for `parse`, NULL while there is no history; on SQLite a row for each migration, once
/// `exists_in_sqlite` is not 0.
[[nodiscard]] std::string read(Home const& home);
extern std::string_view const exists_in_sqlite;
extern std::string_view const version_in_sqlite; ///< one row: the newest version, or 0

/// No row when the version is not applied.
[[nodiscard]] std::string checksum_in_sqlite(std::int64_t version);

/// Create the table; in `public` of PostgreSQL also its schema, which everybody may read: the programs check it when
/// they start. Who may read a portfolio's is its owner's matter.
[[nodiscard]] std::string create(Home const& home);

[[nodiscard]] std::string add(Home const& home, migration::File const& file, std::int64_t duration_ms,
                              std::string_view applied_by, std::string_view note = {});
[[nodiscard]] std::string remove(Home const& home, std::int64_t version);

/// Take over the name and checksum of a file that was changed after it was applied, and say why.
[[nodiscard]] std::string repair(Home const& home, migration::File const& file, std::string_view note);

[[nodiscard]] std::string create_progress(Home const& home);
[[nodiscard]] std::string progress_exists(Home const& home); ///< `t` or `f`, on SQLite 1 or 0

/// Rows (checksum, done as 1 or 0), ascending by statement.
[[nodiscard]] std::string read_progress(Home const& home, migration::File const& file, migration::Direction direction);
[[nodiscard]] std::string begin_statement(Home const& home, migration::File const& file, migration::Direction direction,
                                          std::size_t number, std::string_view checksum);
[[nodiscard]] std::string end_statement(Home const& home, migration::File const& file, migration::Direction direction,
                                        std::size_t number);
[[nodiscard]] std::string forget_progress(Home const& home, std::int64_t version);

/// What `read` answered on PostgreSQL.
/// \throws pf::Error  internal, when it cannot be read
[[nodiscard]] migration::History parse(std::string_view answer);

/// A row as text.
/// \throws pf::Error  internal, when the time is not one
[[nodiscard]] migration::Applied row(std::int64_t version, std::string name, std::string checksum,
                                     std::string_view applied_at, std::int64_t duration_ms, std::string applied_by,
                                     std::string note);

} // namespace pf::db::history
