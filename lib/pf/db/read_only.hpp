#pragma once

#include "pf/db/database.hpp"

#include <chrono>

namespace pf::db {

/// From now on the connection refuses to write, whatever its role may do.
/// \param longest  a statement that takes more is ended (busy)
void make_read_only(Database& database, std::chrono::milliseconds longest);

} // namespace pf::db
