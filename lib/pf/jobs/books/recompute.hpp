#pragma once

#include "pf/db/database.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/first_changes.hpp"

#include <set>

namespace pf::jobs {

/// Bring `positions`, `lots` and `disposals` of these instruments, which got new transactions, and of those that
/// transfers and conversions connect with them, in line with `transactions`. Where the new rows (of imports from
/// `first_import_id` on) only add to the end of an instrument's history, continues from what is stored; else books the
/// instrument anew. The caller holds the transaction and the locks; after oversells the derived rows are not complete
/// and the caller rolls back.
[[nodiscard]] BookingFindings recompute(db::Database& database, FirstChanges const& touched,
                                        std::int64_t first_import_id);

/// Everything anew, whatever is stored.
[[nodiscard]] BookingFindings recompute_from_scratch(db::Database& database, std::set<db::Instrument> const& touched);

} // namespace pf::jobs
