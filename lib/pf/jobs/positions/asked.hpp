#pragma once

#include "pf/cache/redis.hpp"
#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/positions/positions_command.hpp"

namespace pf::jobs {

/// What the words of a command line ask for.
/// \throws pf::Error  usage, when they contradict each other or are none
[[nodiscard]] PortfolioRequest request_of(db::Database& database, cli::Common const& common,
                                          PositionsWords const& words);

/// Where live quotes are, when they are asked for.
[[nodiscard]] cache::Redis* live(cache::Redis& redis, PositionsWords const& words);

/// Of the total. An account that never held anything has no say in it; which tickers are shown neither.
[[nodiscard]] Currency total_currency(db::Database& database, cli::Common const& common, PositionsWords const& words,
                                      Portfolio const& portfolio);

} // namespace pf::jobs
