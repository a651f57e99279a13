#pragma once

#include "pf/base/output.hpp"
#include "pf/model/snapshot.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// One day of an account, or of all accounts together.
struct SnapshotLine {
    std::optional<std::string> account; ///< nothing: all of them
    model::StoredSnapshot stored;       ///< of all accounts: without moments
};

/// What a run made of one day of one account.
struct TakenLine {
    std::string account;
    std::string result; ///< `taken`, `restated` or `unchanged`
    model::Snapshot snapshot;
    std::optional<Decimal> previous_value; ///< of what was restated
};

/// How many days a run took, restated, found unchanged, and left for the next one.
struct TakenCounts {
    std::int64_t taken = 0;
    std::int64_t restated = 0;
    std::int64_t unchanged = 0;
    std::int64_t still_missing = 0;
};

/// A snapshot until it was restated.
struct HistoryLine {
    std::string account;
    model::SupersededSnapshot superseded;
};

/// How old an account's newest snapshot is.
struct FreshnessLine {
    std::string account;
    std::optional<Date> day;                 ///< nothing: there is none
    std::optional<Timestamp> as_of;          ///< the moment that its value is of
    std::optional<std::int64_t> age_seconds; ///< nothing: it has not come yet
    bool fresh = false;
    std::int64_t stale_prices = 0; ///< of its positions
};

/// Schema: `pf.snapshot_take/1`.
void write_taken(std::ostream& out, std::vector<TakenLine> const& lines, TakenCounts const& counts, Date date,
                 OutputStyle const& style);

/// Schema: `pf.snapshots/1`.
void write_snapshots(std::ostream& out, std::vector<SnapshotLine> const& lines, OutputStyle const& style);

/// One day: positions, cash and totals of each account. Schema: `pf.snapshot/1`.
void write_snapshot(std::ostream& out, Date date, std::vector<SnapshotLine> const& lines, OutputStyle const& style);

/// What was stored of a day: what was superseded, oldest first, then what counts now. Schema: `pf.snapshot_history/1`.
void write_snapshot_history(std::ostream& out, Date date, std::vector<HistoryLine> const& history,
                            std::vector<SnapshotLine> const& now, OutputStyle const& style);

/// Schema: `pf.snapshot_check/1`.
void write_freshness(std::ostream& out, std::vector<FreshnessLine> const& lines, std::int64_t max_age_seconds,
                     OutputStyle const& style);

/// `26 h 5 min`, `3 days 2 h`, `40 s`.
[[nodiscard]] std::string age_text(std::int64_t seconds);

} // namespace pf::report
