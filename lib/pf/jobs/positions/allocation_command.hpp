#pragma once

#include "pf/jobs/positions/positions_command.hpp"

namespace pf::jobs {

/// What `pf-positions allocation` was asked to show besides.
struct AllocationWords {
    std::string by; ///< `account`, `asset_type`, `currency`, `ticker` or a tag; empty: that of the targets, else types
    std::string target; ///< a file; empty: none
    std::string invest; ///< an amount; empty: none
    std::string in;     ///< the currency of the total; empty: as configured
    bool ascii = false; ///< bars of ASCII
};

/// `pf-positions allocation`: how what is held is spread, how far that is from targets, and what would mend it. Exit 3
/// when something shown is unknown.
/// \throws pf::Error  usage, when a word is no amount, or groups contradict each other; what `read_targets` throws
[[nodiscard]] cli::Outcome show_allocation(db::Database& database, cli::Common const& common,
                                           PositionsWords const& words, AllocationWords const& wanted,
                                           std::ostream& out);

} // namespace pf::jobs
