#pragma once

#include "pf/importer/entry.hpp"
#include "pf/report/grid.hpp"

#include <span>
#include <string>
#include <vector>

namespace pf::jobs {

/// What entries book, as rows of the formats `pf`, `prices` and `fx`: a grid of each that has some, or one of the
/// first without rows. Columns that none of them fills are in JSON and CSV alone.
[[nodiscard]] std::vector<report::Grid> booked_rows(std::span<importer::Entry const> entries,
                                                    std::string const& default_account);

} // namespace pf::jobs
