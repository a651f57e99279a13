#pragma once

#include "pf/model/account.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/position.hpp"

#include <vector>

namespace pf::jobs {

/// Positions whose quantity or realized gain differs between two moments, one of which may lack them.
/// \param before, after  ordered by account and ticker
[[nodiscard]] std::vector<model::PositionChange> position_changes(std::vector<model::Account> const& accounts,
                                                                  std::vector<model::Position> const& before,
                                                                  std::vector<model::Position> const& after);

} // namespace pf::jobs
