#pragma once

#include "pf/db/driver.hpp"

#include <memory>

struct sqlite3;

namespace pf::db::sqlite {

/// \throws pf::Error  permission, no_input, cannot_create, config, busy
[[nodiscard]] std::unique_ptr<Driver> connect(Target const& target, OpenOptions const& options);

/// SQLite's connection under a database that is a file; owned by it.
[[nodiscard]] sqlite3* native(Database& database);

/// Whether statements wait for another program's lock, as they do by default, or fail at once.
void set_waiting(Database& database, bool waits);

} // namespace pf::db::sqlite
