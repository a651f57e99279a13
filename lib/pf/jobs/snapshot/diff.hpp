#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What `pf-snapshot diff` was asked to show, as words of the command line.
struct DiffWords {
    std::string from;
    std::string to;
    std::string in; ///< the currency of the total; empty: as configured
};

/// `pf-snapshot diff D1 D2`: what made the value change from the end of one day to the end of the other, computed from
/// the books. Exit 3 when something shown is unknown.
/// \throws pf::Error  usage, when a word is not a day, or the second is not the later one
[[nodiscard]] cli::Outcome show_diff(db::Database& database, cli::Common const& common, DiffWords const& words,
                                     std::ostream& out);

} // namespace pf::jobs
