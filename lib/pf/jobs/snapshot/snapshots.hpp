#pragma once

#include "pf/base/time.hpp"
#include "pf/db/database.hpp"
#include "pf/model/account.hpp"
#include "pf/model/snapshot.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// Which stored snapshots to read.
struct SnapshotRange {
    std::string account; ///< empty: all
    Date first = base::earliest_day;
    Date last = base::latest_day;
    Currency currency{};   ///< of the totals where accounts have different base currencies
    bool converts = false; ///< it is that of the totals in any case
};

/// Stored snapshots, and what they are together.
struct StoredSnapshots {
    std::vector<model::Account> accounts;
    std::vector<model::StoredSnapshot> of_accounts; ///< by day and account; without cash and positions
    std::vector<model::Snapshot>
        totals; ///< one per day, of all these accounts; what one account says, when it is in that currency
};

/// \throws pf::Error  bad_data, when there is no such account
[[nodiscard]] StoredSnapshots load_snapshots(db::Database& database, SnapshotRange const& range);

} // namespace pf::jobs
