#pragma once

#include "pf/model/transaction.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace pf::lots {

/// What an account holds of an instrument.
struct Held {
    Decimal units; ///< negative when they are owed
    bool allows_short = false;
};

using Holdings = std::function<Held(std::int64_t account_id, std::string const& ticker)>;

/// Put the rows of one moment, which are booked together, into the order in which they are: that of the source, splits
/// first, where it tells the place of each, and no row then needs units that only a later one brings; otherwise
/// `model::booking_order`, and their places are forgotten. (A source may stand in order of time and list sales before
/// purchases all the same.)
/// \param before  what is held before the moment
/// \param dust    a row may exceed what is held by this much
/// Source: docs/lots.md
void put_in_order(std::span<model::Transaction> moment, Holdings const& before, Decimal dust);

} // namespace pf::lots
