#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What `pf-positions income` and `costs` were asked to show, as words of the command line.
struct PaymentWords {
    std::string by; ///< `month`, `quarter`, `year`, `ticker`, `account`; empty: by month, for people as years × months
    std::string from; ///< a day; empty: from the beginning
    std::string to;   ///< likewise; empty: today
    std::string in;   ///< the currency of the total; empty: as configured
};

/// `pf-positions income`: dividends, interest and rewards, and the tax that was withheld of them. Exit 3 when an amount
/// or a rate is unknown.
/// \throws pf::Error  usage, when a word is no day or no currency
[[nodiscard]] cli::Outcome show_income(db::Database& database, cli::Common const& common, PaymentWords const& words,
                                       std::ostream& out);

/// `pf-positions costs`: fees and taxes, likewise.
[[nodiscard]] cli::Outcome show_costs(db::Database& database, cli::Common const& common, PaymentWords const& words,
                                      std::ostream& out);

} // namespace pf::jobs
