#pragma once

#include "pf/db/database.hpp"

#include <cstdint>
#include <set>

namespace pf::db {

/// Those of these accounts with instruments that transfers or conversions connect with others.
[[nodiscard]] std::set<std::int64_t> with_connections(Database& database, std::set<std::int64_t> const& account_ids);

} // namespace pf::db
