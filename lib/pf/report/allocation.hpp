#pragma once

#include "pf/report/canvas.hpp"
#include "pf/report/positions.hpp"
#include "pf/valuation/allocation.hpp"

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// How what is held is spread, and what would bring it to its targets.
struct AllocationReport {
    std::string by;                            ///< `account`, `asset_type`, `currency`, `ticker` or a tag
    std::vector<PositionGroup> groups;         ///< as they are
    std::vector<valuation::Allocation> trades; ///< with targets; empty: there are none, or they cannot be told
    bool has_targets = false;
    std::optional<Decimal> invest;           ///< new money, in the currency of the total
    std::map<std::string, Decimal> prices{}; ///< of a unit in the currency of the total, by ticker, where it is known
};

/// Groups with their weights and bars, and with targets drift and trades. JSON: `pf.allocation/1`.
void write_allocation(std::ostream& out, AllocationReport const& allocation, PositionsScope const& scope, Glyphs glyphs,
                      OutputStyle const& style);

} // namespace pf::report
