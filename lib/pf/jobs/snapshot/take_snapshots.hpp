#pragma once

#include "pf/base/time.hpp"
#include "pf/db/database.hpp"
#include "pf/model/snapshot.hpp"
#include "pf/valuation/timeline.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which snapshots to store.
struct TakeRequest {
    std::string account; ///< empty: all
    Date date{};
    bool catch_up = false;               ///< and the days missed since the first snapshot
    std::optional<Date> from;            ///< catch up from that day on instead, or from when the account began
    std::optional<std::size_t> max_days; ///< of the missed ones, the earliest so many
    bool recheck = false;                ///< compare every stored day, not only those that may have changed
    valuation::Freshness freshness;
};

/// What became of one day of one account.
struct TakenSnapshot {
    enum class Result : std::uint8_t { taken, restated, unchanged };

    std::string account;
    Result result = Result::taken;
    model::Snapshot snapshot;              ///< without cash and positions
    std::optional<Decimal> previous_value; ///< of what is restated; nothing: unknown
};

/// Something that the values of some days lack, in one account.
struct LackOfDays {
    std::string account;
    valuation::Lack lack; ///< as on the last of these days
    Date first{};
    Date last{};
    std::size_t days = 0;
};

struct TakeReport {
    std::vector<TakenSnapshot> snapshots; ///< of the day, and all others that were taken or restated; by day
    std::vector<LackOfDays> lacks;
    std::size_t taken = 0;
    std::size_t restated = 0;
    std::size_t unchanged = 0;
    std::size_t still_missing = 0; ///< days that `max_days` left over
};

/// Store what the accounts were worth: one row per account and day, replaced where it says something else now, with
/// what it said before kept. One transaction, under the accounts' locks: all of it or nothing. An account without
/// transactions up to a day has no snapshot of it.
/// \throws pf::Error  bad_data, when there is no such account
[[nodiscard]] TakeReport take_snapshots(db::Database& database, TakeRequest const& request);

} // namespace pf::jobs
