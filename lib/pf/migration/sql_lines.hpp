#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf::migration {

/// The text of a CREATE statement that SQLite keeps, without what is only a matter of writing: comments are left out,
/// white space is one blank, a quoted name that needs no quotes has none. A line for each statement of a trigger.
/// \param by_columns  for tables: a line for each part between the outermost commas
///
///     CREATE TABLE "books"(id INTEGER, -- the number
///       title TEXT)
///
/// becomes `CREATE TABLE books (`, `id INTEGER`, `title TEXT`, `)`. A text that ends within a quote is taken as it is.
[[nodiscard]] std::vector<std::string> sql_lines(std::string_view sql, bool by_columns);

} // namespace pf::migration
