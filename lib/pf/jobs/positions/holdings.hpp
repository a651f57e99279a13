#pragma once

#include "pf/cli/common.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/positions/market.hpp"
#include "pf/jobs/positions/positions_command.hpp"
#include "pf/report/positions.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// What is held, and what all of it is worth together.
struct Holdings {
    std::vector<report::PositionRow> positions; ///< by account
    std::vector<report::CashRow> cash;          ///< by account and currency
    report::PositionsScope scope;
};

/// Positions that are closed are left out, unless the words ask for them.
[[nodiscard]] Holdings holdings_of(Portfolio const& portfolio, Market const& market, PortfolioRequest const& request,
                                   PositionsWords const& words, Currency currency);

} // namespace pf::jobs
