#pragma once

#include "pf/migration/rules/tokens.hpp"

#include <string>
#include <string_view>

/// What constraints of tables and of columns have in common.
namespace pf::migration::rules {

inline constexpr std::string_view foreign_key_reason = "nobody can write to either table until every row is looked up";
inline constexpr std::string_view check_reason =
    "an ACCESS EXCLUSIVE lock: nobody can read or write the table until every row is checked";
inline constexpr std::string_view unique_reason =
    "an ACCESS EXCLUSIVE lock: nobody can read or write the table until the index is built";

/// Adding it without looking at the rows, and looking at them later.
/// \param body  `CHECK (…)`, `FOREIGN KEY …`
[[nodiscard]] std::string in_two_steps(Name const& table, std::string_view name, std::string_view body);

/// Building the index first, in peace.
/// \param kind  UNIQUE or PRIMARY KEY
[[nodiscard]] std::string with_index_first(Name const& table, std::string_view name, std::string_view columns,
                                           std::string_view kind);

} // namespace pf::migration::rules
