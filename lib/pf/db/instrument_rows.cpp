#include "pf/db/instrument_rows.hpp"

#include "pf/db/session.hpp"

#include <string>

namespace pf::db {

std::set<Instrument> read_instruments(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::set<Instrument> instruments;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        auto const account_id = rows->integer();
        instruments.insert({account_id, std::string{rows->text()}});
    }
    return instruments;
}

} // namespace pf::db
