#pragma once

#include "pf/db/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::db::postgres {

/// What of a schema holds no data, as statements that take it away and make it again as it was: views, functions and
/// aggregates with their options, owners, rights and comments, and the comments on tables, which moving these loses.
struct Derived {
    std::vector<std::string> drop;     ///< what others rest on comes last
    std::vector<std::string> create;   ///< and here first
    std::vector<std::string> comments; ///< on tables, their columns, indexes and constraints
};

[[nodiscard]] Derived derived_of(Database& database, std::string_view schema);

} // namespace pf::db::postgres
