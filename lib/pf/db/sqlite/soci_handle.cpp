#include "pf/db/sqlite/soci_handle.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace pf::db::sqlite {

void open_session(soci::session& session, std::string const& connection)
{
    session.open(soci::sqlite3, connection);
}

sqlite3* handle_of(soci::session& session)
{
    // The same C struct, only declared in another namespace.
    return reinterpret_cast<sqlite3*>(static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_);
}

std::optional<int> code_of(std::exception const& error)
{
    if (auto const* const known = dynamic_cast<soci::sqlite3_soci_error const*>(&error)) {
        return known->result();
    }
    return std::nullopt;
}

} // namespace pf::db::sqlite
