#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which stored values are meant, as words of the command line.
struct StoredWords {
    std::vector<std::string> names; ///< tickers or other names of instruments; of rates `EUR/USD`; none: all
    std::string first;              ///< a day
    std::string last;               ///< a day
    std::string source;             ///< of prices
    bool rates = false;
    bool dry_run = false; ///< of `remove`
};

/// `pf-prices list`
/// \throws pf::Error  usage
[[nodiscard]] cli::Outcome list_values(db::Database& database, cli::Common const& common, StoredWords const& words,
                                       std::ostream& out);

/// `pf-prices remove`: one day, or several where both are given. What is worth another amount now is booked as such.
/// \throws pf::Error  usage; no_input, when there is nothing to remove
[[nodiscard]] cli::Outcome remove_values(db::Database& database, cli::Common const& common, StoredWords const& words,
                                         std::ostream& out);

} // namespace pf::jobs
