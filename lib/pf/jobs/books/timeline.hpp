#pragma once

#include "pf/base/time.hpp"
#include "pf/db/database.hpp"
#include "pf/model/account.hpp"
#include "pf/valuation/timeline.hpp"

#include <map>
#include <vector>

namespace pf::jobs {

/// Which accounts on which days.
struct TimelineRequest {
    std::vector<model::Account> accounts;
    Date first{};
    Date last{};
    valuation::Freshness freshness{};
    /// From this day on an account has snapshots although it may have no rows yet: these days are stored.
    std::map<std::int64_t, Date> begun{};
};

/// Read what the values of these days follow from: one pass over the transactions, one query for the prices of all days
/// and one for the rates. The connection is free again when it returns. The caller's transaction, if it has one, makes
/// it one consistent view.
/// \throws pf::Error  bad_data, on arithmetic overflow
[[nodiscard]] valuation::Timeline load_timeline(db::Database& database, TimelineRequest const& request);

} // namespace pf::jobs
