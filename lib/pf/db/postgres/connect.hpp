#pragma once

#include "pf/db/database.hpp"

#include <libpq-fe.h>
#include <soci/soci.h>

#include <memory>
#include <string>
#include <vector>

namespace pf::db::postgres {

/// SOCI's session and what lies under it.
struct Connection {
    std::unique_ptr<soci::session> soci;
    PGconn* native = nullptr; ///< owned by `soci`
    std::string where;        ///< user, host, port and database, for messages
    std::vector<std::string> secrets;
};

/// \throws pf::Error  unavailable, permission, config
[[nodiscard]] Connection open_connection(Target const& target, OpenOptions const& options);

} // namespace pf::db::postgres
