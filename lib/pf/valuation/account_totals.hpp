#pragma once

#include "pf/model/snapshot.hpp"
#include "pf/valuation/fx.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace pf::valuation {

/// All accounts as one: a snapshot per day, with account id 0, without cash and positions. What one account sent to
/// another is no flow of theirs together. From the day on which an account begins, a day that it lacks has no known
/// total.
/// \param snapshots  by day, of all accounts
/// \param currency   of the totals; amounts in others are converted at the day's rate
/// \param begun_on   when accounts began that may have no snapshot that early; others begin with their first
[[nodiscard]] std::vector<model::Snapshot> totals(std::vector<model::Snapshot> const& snapshots, FxTable const& rates,
                                                  Currency currency, std::map<std::int64_t, Date> const& begun_on = {});

} // namespace pf::valuation
