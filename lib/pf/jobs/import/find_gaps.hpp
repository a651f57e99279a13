#pragma once

#include "pf/jobs/import/gaps.hpp"
#include "pf/jobs/import/read_files.hpp"
#include "pf/jobs/import/write.hpp"

#include <vector>

namespace pf::jobs {

/// Read the files again for the rows that are rejected, and for those that rest on them, until there are no more.
/// \param excluded  of each file
/// \throws pf::Error  io_error
void find_gaps(Gaps& gaps, ReadFiles const& read, AccountsByName const& accounts,
               std::vector<ExcludedRows> const& excluded, ImportRequest const& request, ReadProgress& progress);

} // namespace pf::jobs
