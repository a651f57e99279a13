#pragma once

#include "pf/db/database.hpp"
#include "pf/model/instrument.hpp"

#include <map>
#include <string>

namespace pf::db {

/// `instrument_tags` by ticker; what has none is absent.
[[nodiscard]] std::map<std::string, model::Tags> list_tags(Database& database);

/// Those of one instrument.
[[nodiscard]] model::Tags find_tags(Database& database, std::string const& ticker);

/// In the place of those that it had.
void store_tags(Database& database, model::InstrumentDetails const& details);
void remove_tags(Database& database, std::string const& ticker);

} // namespace pf::db
