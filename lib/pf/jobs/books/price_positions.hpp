#pragma once

#include "pf/db/database.hpp"

#include <set>
#include <string>

namespace pf::jobs {

/// Store what the positions of these tickers are worth today, for the view `holdings`: the last price of each in the
/// position's currency, by the rates of the day, and what is not realized. What nobody knows becomes unknown.
void price_positions(db::Database& database, std::set<std::string> const& tickers);

/// The same for all that is held: rates have changed.
void price_positions(db::Database& database);

} // namespace pf::jobs
