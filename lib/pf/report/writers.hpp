#pragma once

#include "pf/report/grid.hpp"

#include <string>

namespace pf::report {

/// Columns are as wide as the widest cell of the first `rows_of_page` rows; a later row that needs more widens its
/// columns from there on. Numbers stand right-aligned on the decimal mark and are never cut. When the table is wider
/// than it may be, its text columns are cut with `…`, the widest first, and then those of the highest rank
/// are left out, which the table says.
void write_table(std::ostream& out, Grid const& grid, OutputStyle const& style);

/// `schema` first; exact numbers as strings, counts as numbers; one row per line.
void write_json(std::ostream& out, Report const& report);

/// RFC 4180 with LF line ends and a header of the keys; exact numbers. Text is what it is: a cell that starts with `=`
/// keeps it, in quotes; whoever opens it in a spreadsheet imports the column as text (docs/command-line.md).
void write_csv(std::ostream& out, Grid const& grid, bool safe);

/// A cell of a table.
[[nodiscard]] std::string shown(Value const& value);

/// A cell of a CSV file, not yet quoted: exact, empty when unknown.
[[nodiscard]] std::string exact(Value const& value);

} // namespace pf::report
