#include "pf/db/read_only.hpp"

#include "pf/db/session.hpp"

namespace pf::db {

void make_read_only(Database& database, std::chrono::milliseconds longest)
{
    database.session().driver().make_read_only(longest);
}

} // namespace pf::db
