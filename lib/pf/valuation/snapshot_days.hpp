#pragma once

#include "pf/base/time.hpp"

#include <cstddef>
#include <optional>
#include <set>

namespace pf::valuation {

/// What a run is asked to do about the days of one account.
struct DaysRequest {
    Date date{};                        ///< the day to take
    bool catch_up = false;              ///< and the days between the first stored one and this one that are missing
    std::optional<std::size_t> most;    ///< of these, the earliest so many
    std::optional<Date> restate_from{}; ///< stored days from then on may have changed
    std::optional<Date> from{};         ///< catch up from that day on, whatever is stored
};

struct SnapshotDays {
    std::set<Date> wanted;         ///< to value: missing ones, the day itself, and stored ones to be checked
    std::size_t still_missing = 0; ///< left for the next run
};

/// \param stored  the days that the account has
[[nodiscard]] SnapshotDays days_to_value(std::set<Date> const& stored, DaysRequest const& request);

} // namespace pf::valuation
