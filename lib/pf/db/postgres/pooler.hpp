#pragma once

#include <libpq-fe.h>

#include <string>

namespace pf::db::postgres {

/// Refuse a pooler that gives each transaction, or statement, another session of the server (PgBouncer with
/// `pool_mode = transaction`): locks, prepared statements and settings of ours would be held by sessions of others.
/// Costs nothing where no pooler is. \throws pf::Error  config
void refuse_shared_session(PGconn* connection, std::string const& where);

} // namespace pf::db::postgres
