#include "pf/valuation/snapshot_days.hpp"

namespace pf::valuation {

SnapshotDays days_to_value(std::set<Date> const& stored, DaysRequest const& request)
{
    SnapshotDays days;
    if (request.catch_up && (request.from || !stored.empty())) {
        for (auto day = request.from ? *request.from : *stored.begin(); day < request.date;
             day += std::chrono::days{1}) {
            if (stored.contains(day)) {
                continue;
            }
            if (request.most && days.wanted.size() >= *request.most) {
                ++days.still_missing;
            } else {
                days.wanted.insert(day);
            }
        }
    }
    days.wanted.insert(request.date);
    if (request.restate_from) {
        days.wanted.insert(stored.lower_bound(*request.restate_from), stored.end());
    }
    return days;
}

} // namespace pf::valuation
