#pragma once

#include "pf/backup/csv_rows.hpp"
#include "pf/backup/csv_text.hpp"
#include "pf/db/rows.hpp"
#include "pf/db/stored_tables.hpp"

#include <span>

namespace pf::jobs {

/// Append the values of the reader's current row, which the caller ends. The same rows give the same bytes whatever
/// database they come from.
void write_values(backup::CsvText& csv, db::RowReader& row, db::StoredTable const& table);

/// Write fields that `write_values` has made, in the order of the table's columns.
/// \throws pf::Error  bad_data, when one of them is no value of its column; names column and value
void write_row(db::RowWriter& rows, std::span<backup::CsvRows::Field const> fields, db::StoredTable const& table);

} // namespace pf::jobs
