#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/portfolio.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::jobs {

/// What `pf-positions` was asked to show, as words of the command line.
struct PositionsWords {
    std::vector<std::string> tickers;
    std::string as_of;  ///< a day; empty: today
    std::string method; ///< empty: the accounts' own
    std::string fees;   ///< `separate`, or empty
    std::string scope;  ///< `all`: accounts are pooled; `account`, or empty
    std::string in;     ///< the currency of the total; empty: as configured
    std::string by;     ///< groups instead of rows: `account`, `asset_type`, `currency`, `ticker` or a tag
    bool closed = false;
    bool live = false; ///< with quotes from Redis
    bool compare = false;
    std::optional<int> year;      ///< `realized` only
    std::int64_t stale_after = 5; ///< weekdays: a week
};

/// `pf-positions`: what is held, what it cost and what it is worth. Exit 3 when something shown is unknown.
/// \throws pf::Error  usage, when a word is not a day, a method …
[[nodiscard]] cli::Outcome show_positions(db::Database& database, cli::Common const& common,
                                          PositionsWords const& words, std::ostream& out);

/// `pf-positions lots`
[[nodiscard]] cli::Outcome show_lots(db::Database& database, cli::Common const& common, PositionsWords const& words,
                                     std::ostream& out);

/// `pf-positions realized`
[[nodiscard]] cli::Outcome show_realized(db::Database& database, cli::Common const& common, PositionsWords const& words,
                                         std::ostream& out);

/// `pf-positions verify`. Bad data (65) when something does not hold.
[[nodiscard]] cli::Outcome show_verification(db::Database& database, cli::Common const& common, std::ostream& out);

} // namespace pf::jobs
