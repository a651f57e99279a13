#pragma once

#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/import/store_plan.hpp"
#include "pf/jobs/import/write.hpp"

#include <vector>

namespace pf::jobs {

/// Bring positions, lots and disposals in line with what the files have added, inside the caller's transaction.
/// \param written  gives up what it says of instruments and money: of thousands of accounts both are large
/// \param remarks  receives what is odd about money that came in
[[nodiscard]] BookingFindings book_files(db::Database& database, StorePlan const& plan,
                                         std::vector<WrittenFile>& written, model::IssueList& remarks);

} // namespace pf::jobs
