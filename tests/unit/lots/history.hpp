#pragma once

#include "support.hpp"

#include <rapidcheck.h>

#include <set>
#include <vector>

namespace pf::lots::test {

/// What a generated history may contain.
struct Traits {
    bool has_transfers = true;
    bool has_splits = true;
    bool has_unknowns = false;
    bool has_conversions = false; ///< then there are tickers X, Y and Z
    bool has_shorts = false;      ///< sales of more than is held are meant
    bool names_lots = false;      ///< sales may name lots, now and then such that are not there
};

/// Rows of ticker X in accounts 1 to 3 in booking order: purchases, sales (now and then of more than is held),
/// transfers, splits, income and fees; conversions of all kinds and changes of cost; quantities from 10^-18 to 10^14;
/// many rows at one moment. Ids are places in time, from 1, and stand in the fingerprint too; the
/// external id of a row is its line.
[[nodiscard]] rc::Gen<std::vector<Event>> histories(Traits traits = {});

/// The same rows booked; accounts have base currency EUR.
[[nodiscard]] Recorder booked(std::vector<Event> const& events, model::BookingMethod method, Options options = {},
                              bool allows_short = false);

/// A book with the accounts of `histories`.
[[nodiscard]] Book empty_book(model::BookingMethod method, Options options = {}, bool allows_short = false);

/// The transactions that were not booked, because they were reported as oversells or are the arrival of one.
[[nodiscard]] std::set<std::int64_t> refused(std::vector<Event> const& events, Recorder const& recorder);

/// The sum; a part that is unknown fails the test.
[[nodiscard]] Decimal known(std::optional<Decimal> amount);

} // namespace pf::lots::test
