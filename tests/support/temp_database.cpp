#include "support/temp_database.hpp"

#include "pf/db/session.hpp" // it brings all of SOCI, so it stays out of the header

namespace pf::test {

db::Driver& TempDatabase::driver()
{
    return m_database->session().driver();
}

void TempDatabase::administrate(std::string const& sql)
{
    test::open(db::Target::parse(postgresql_url())).session().driver().run_script(sql);
}

void TempDatabase::create(std::string const& name, std::string const& source)
{
    administrate("CREATE DATABASE " + name + " TEMPLATE " + source);
    if (auto const portfolio = portfolio_of_tests(); !portfolio.empty() && source == "template0") {
        auto database = test::open(db::Target::parse(postgresql_url(name)));
        database.session().driver().run_script("CREATE SCHEMA " + portfolio);
    }
}

} // namespace pf::test
