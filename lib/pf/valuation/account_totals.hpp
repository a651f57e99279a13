#pragma once

#include "pf/model/snapshot.hpp"
#include "pf/valuation/fx.hpp"

#include <vector>

namespace pf::valuation {

/// All accounts as one: a snapshot per day, with account id 0, without cash and positions. What one account sent to
/// another is no flow of theirs together. From the day on which an account begins, a day that it lacks has no known
/// total. \param snapshots  by day, of all accounts \param currency   of the totals; amounts in others are converted at
/// the day's rate
[[nodiscard]] std::vector<model::Snapshot> totals(std::vector<model::Snapshot> const& snapshots, FxTable const& rates,
                                                  Currency currency);

} // namespace pf::valuation
