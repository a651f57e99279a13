#pragma once

#include "pf/db/database.hpp"

#include <soci/soci.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <string>

namespace pf::db::sqlite {

/// SOCI's session and what lies under it.
struct Connection {
    /// Ends waiting for a lock; the connection's busy handler looks at it.
    std::unique_ptr<std::atomic<bool>> interrupted = std::make_unique<std::atomic<bool>>(false);
    std::unique_ptr<soci::session> soci;
    sqlite3* native = nullptr; ///< owned by `soci`
    std::string where;         ///< the path
    std::string path;          ///< empty for a database in memory
};

/// \throws pf::Error  permission, no_input, cannot_create, config (not a database), busy
[[nodiscard]] Connection open_connection(Target const& target, OpenOptions const& options);

/// Whether statements wait for another program's lock (half a minute, unless interrupted) or fail at once.
void set_waiting(Connection const& connection, bool waits);

} // namespace pf::db::sqlite
