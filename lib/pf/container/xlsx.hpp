#pragma once

#include "pf/container/container.hpp"

namespace pf::container {

/// One sheet of an Excel workbook (OOXML, ECMA-376), as rows that keep their numbers: a cell's text or the digits of
/// its number, dates as ISO 8601, results of formulas. Blank cells behind a row's last are blank up to the widest row
/// so far. \throws pf::Error  bad_data with `file:row`; usage, when there is no such sheet
[[nodiscard]] Table read_xlsx(int descriptor, std::string const& name, Choice const& choice);

} // namespace pf::container
