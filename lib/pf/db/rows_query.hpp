#pragma once

#include "pf/db/rows.hpp"

#include <string_view>

namespace pf::db {

/// A `portable_query` over a table of rows that travels as one parameter, a `JsonArray` of arrays. In its text
/// `{texts NAME} AS r` is that table, and stand for a column of its row, counted from 0:
///     [integer N]  [timestamp N]
/// \throws pf::Error  internal, when a column is none of these
[[nodiscard]] Query rows_query(std::string_view name, std::string_view text);

/// The same where the dialects do not say it alike.
[[nodiscard]] Query rows_query(std::string_view name, std::string_view postgresql, std::string_view sqlite);

} // namespace pf::db
