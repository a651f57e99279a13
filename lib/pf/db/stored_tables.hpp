#pragma once

#include "pf/db/database.hpp"
#include "pf/db/rows.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pf::db {

/// How a column's values are read and written by `RowReader` and `RowWriter`. SQLite tells integers, texts,
/// fingerprints and JSON apart only; its decimals, days and moments are texts in canonical form already.
enum class ColumnType { integer, small_integer, boolean, text, decimal, timestamp, date, fingerprint, json };

struct StoredColumn {
    std::string name;
    ColumnType type = ColumnType::text;

    friend bool operator==(StoredColumn const&, StoredColumn const&) = default;
};

/// A table of ours as it stands in a database, of whatever schema version that is.
struct StoredTable {
    std::string name;
    std::vector<StoredColumn> columns; ///< in the order of the table
    std::vector<std::string> key;      ///< the primary key or, without one, a unique one without NULL

    friend bool operator==(StoredTable const&, StoredTable const&) = default;
};

/// Every table that the applied migrations have made, except their history; those that others refer to come first.
/// Tables of somebody else with such a name are none of ours. \throws pf::Error  schema, when a table has no key or a
/// column of a type that we do not know
[[nodiscard]] std::vector<StoredTable> stored_tables(Database& database);

/// The tables that a schema of the version has, in the same order.
[[nodiscard]] std::vector<std::string> tables_of_version(std::int64_t version);

/// The newest migration that is applied; 0 when there is none.
[[nodiscard]] std::int64_t schema_version(Database& database);

/// Let nobody change or empty these tables as a whole while the transaction lasts. On PostgreSQL, as the first thing in
/// a transaction, before it sees anything; on SQLite there is nothing to do.
void hold_tables(Database& database, std::vector<StoredTable> const& tables);

/// All rows in the order of the key; JSON comes as text.
[[nodiscard]] std::unique_ptr<RowReader> read_table(Database& database, StoredTable const& table);

/// Adds rows to the table, column by column in the order of `table.columns`.
[[nodiscard]] std::unique_ptr<RowWriter> write_table(Database& database, StoredTable const& table);

/// About how many bytes the tables take, without their indexes.
[[nodiscard]] std::uint64_t size_of_tables(Database& database);

/// Is there anything to lose? The account that every program makes is nothing.
[[nodiscard]] bool hold_data(Database& database);

} // namespace pf::db
