#pragma once

#include "pf/report/grid.hpp"

#include <string>

namespace pf::report {

/// The report with the chosen columns and rows of one grid, the one that CSV shows, or the first that a table shows;
/// the others stay. Totals stay those of all rows, and where rows are left out a note says so. Columns are named by key
/// or by title; a table also shows those that only JSON and CSV have otherwise. \param report  outlives what is
/// returned \throws pf::Error  usage, when there is no such column
[[nodiscard]] Report chosen(Report const& report, OutputStyle const& style);

/// Sort by a column, stably; what is unknown or not there comes last. Amounts go by their number, whatever the
/// currency.
void sort_rows(std::vector<Row>& rows, std::size_t column, bool goes_down);

} // namespace pf::report
