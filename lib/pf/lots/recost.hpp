#pragma once

#include "pf/lots/open_lot.hpp"

#include <vector>

namespace pf::lots {

/// Take the same share of every lot's cost away; units and dates stay. What a lot cost and what is left of it sink
/// alike, so that a sale takes the lots in the same order afterwards.
/// \param share  0 … 1
/// \return  a part for each lot: its units, which stay where they are, and the cost that goes
[[nodiscard]] std::vector<Part> split_off_cost(std::vector<OpenLot>& lots, Decimal share);

/// Take the same share of the units and the cost of every part away. \return  what was taken, a part for each
[[nodiscard]] std::vector<Part> split_parts(std::vector<Part>& parts, Decimal share);

/// Take an amount off the lots' cost, pro rata to units; no cost sinks below zero.
/// \param lots       in the order of purchase
/// \param is_pooled  the lots share one cost: only what exceeds all of it is excess
/// \return  what exceeds the cost of each lot; unknown where the amount or the cost is
[[nodiscard]] std::vector<Amounts> lower_cost(std::vector<OpenLot>& lots, Amounts amount, bool is_pooled);

/// Add an amount to the lots' cost, pro rata to units.
void raise_cost(std::vector<OpenLot>& lots, Amounts amount);

} // namespace pf::lots
