#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::jobs {

/// What `pf-snapshot take` was asked to do, as words of the command line.
struct TakeWords {
    std::string date; ///< a day; empty: today
    bool catch_up = false;
    std::string from; ///< a day to catch up from; empty: the first snapshot
    std::optional<std::int64_t> max_days;
    bool recheck = false;
    std::int64_t stale_after = 3; ///< weekdays
    bool skip_if_locked = false;
};

/// What the other commands were asked to show.
struct SnapshotWords {
    std::string first; ///< days; empty: as far as there are any
    std::string last;
    std::string date;
    bool history = false;
    std::string in{}; ///< the currency of totals; empty: as configured
};

/// `pf-snapshot take`. Exit 3 when prices or rates are missing or old.
/// \throws pf::Error  usage; busy, when another one is at work
[[nodiscard]] cli::Outcome take_snapshots(db::Database& database, cli::Common const& common, TakeWords const& words,
                                          std::ostream& out);

/// `pf-snapshot list`
[[nodiscard]] cli::Outcome list_snapshots(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                                          std::ostream& out);

/// `pf-snapshot show DATE`. \throws pf::Error  no_input, when nothing is stored of that day
[[nodiscard]] cli::Outcome show_snapshot(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                                         std::ostream& out);

} // namespace pf::jobs
