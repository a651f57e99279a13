#pragma once

#include "pf/db/database.hpp"

#include <chrono>
#include <functional>

namespace pf::db {

/// Wait while the server does not listen yet, or is still starting (57P03), at most so long; what it answers then, a
/// wrong password or an unknown database too, is for `Database::open` to say. SQLite is always ready.
/// \param check  called while waiting; may throw to stop
void wait_until_ready(Target const& target, std::chrono::milliseconds at_most, std::function<void()> const& check);

} // namespace pf::db
