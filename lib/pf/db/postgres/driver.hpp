#pragma once

#include "pf/db/driver.hpp"

#include <memory>

struct pg_conn; // libpq's PGconn

namespace pf::db::postgres {

/// \throws pf::Error  unavailable, permission, config
[[nodiscard]] std::unique_ptr<Driver> connect(Target const& target, OpenOptions const& options);

/// libpq's connection under a database that is on PostgreSQL; owned by it.
[[nodiscard]] pg_conn* native(Database& database);

} // namespace pf::db::postgres
