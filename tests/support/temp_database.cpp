#include "support/temp_database.hpp"

#include "pf/db/session.hpp" // it brings all of SOCI, so it stays out of the header

namespace pf::test {

db::Driver& TempDatabase::driver()
{
    return m_database->session().driver();
}

void TempDatabase::administrate(std::string const& sql)
{
    test::open(postgresql_url()).session().driver().run_script(sql);
}

} // namespace pf::test
