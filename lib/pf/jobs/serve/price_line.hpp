#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/serve/parameters.hpp"

#include <iosfwd>

namespace pf::jobs::serve {

/// The closes of the instrument `ticker` since the books have it, day by day, each until the next one: as a plot of one
/// unit's value. Nothing is written where there are no closes, or in several currencies.
[[nodiscard]] cli::Outcome show_price_line(db::Database& database, cli::Common const& common, Values const& values,
                                           std::ostream& out);

} // namespace pf::jobs::serve
