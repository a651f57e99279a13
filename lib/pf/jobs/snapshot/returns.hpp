#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/snapshot/value_days.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What `pf-snapshot returns` was asked to show.
struct ReturnsWords {
    DayWords days;
    std::string by = "account"; ///< or `ticker`, `year`, `month`
    std::string benchmark;      ///< a ticker; empty: none
    std::string in;             ///< the currency of the total; empty: as configured
};

/// `pf-snapshot returns`: time- and money-weighted returns, drawdown and volatility, computed from the books day by
/// day. Exit 3 when something shown is unknown.
/// \throws pf::Error  usage, when a word is not a day; no_input, when the benchmark has no prices
[[nodiscard]] cli::Outcome show_returns(db::Database& database, cli::Common const& common, ReturnsWords const& words,
                                        std::ostream& out);

} // namespace pf::jobs
