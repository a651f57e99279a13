#pragma once

#include "pf/db/database.hpp"

#include <string>
#include <vector>

namespace pf::db::postgres {

/// `pf_scratch_` and 12 random hexadecimal digits.
[[nodiscard]] std::string scratch_name();

/// The database of that name on the same server, without a portfolio.
[[nodiscard]] Target beside(Target const& target, std::string const& name);

/// Have others see, until the connection ends, that the scratch database of this name is in use.
void hold_name(Database& server, std::string const& name);

/// Names of the role's scratch databases that nobody holds: those of programs that were killed.
[[nodiscard]] std::vector<std::string> left_behind(Database& server);

/// An empty one, with the encoding and the collation of the connected database.
/// \param name  needs no quotes
/// \throws pf::Error  permission, with a hint, when the role may not
void create_database(Database& server, std::string const& name);

/// Also when somebody is connected to it, or when there is none.
void drop_database(Database& server, std::string const& name);

/// \throws pf::Error  usage, when it holds anything but what a new database has
void refuse_unless_empty(Database& database);

/// Drop everything of the role's that a new database does not have.
void empty_database(Database& database);

} // namespace pf::db::postgres
