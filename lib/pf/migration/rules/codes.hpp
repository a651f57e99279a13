#pragma once

#include <string_view>

/// What findings are called: in `-- pf:allow`, in the documentation, and in reports.
namespace pf::migration::rules::code {

inline constexpr std::string_view index_not_concurrent = "index-not-concurrent";
inline constexpr std::string_view concurrent_in_transaction = "concurrent-in-transaction";
inline constexpr std::string_view validating_foreign_key = "validating-foreign-key";
inline constexpr std::string_view validating_check = "validating-check";
inline constexpr std::string_view validate_in_same_file = "validate-in-same-file";
inline constexpr std::string_view constraint_without_index = "constraint-without-index";
inline constexpr std::string_view set_not_null = "set-not-null";
inline constexpr std::string_view add_not_null_column = "add-not-null-column";
inline constexpr std::string_view volatile_default = "volatile-default";
inline constexpr std::string_view type_change = "type-change";
inline constexpr std::string_view rename_table = "rename-table";
inline constexpr std::string_view rename_column = "rename-column";
inline constexpr std::string_view drop_table = "drop-table";
inline constexpr std::string_view drop_column = "drop-column";
inline constexpr std::string_view drop_constraint = "drop-constraint";
inline constexpr std::string_view drop_not_null = "drop-not-null";
inline constexpr std::string_view truncate_cascade = "truncate-cascade";
inline constexpr std::string_view float_column = "float-column";
inline constexpr std::string_view money_column = "money-column";
inline constexpr std::string_view timestamp_without_zone = "timestamp-without-zone";
inline constexpr std::string_view identifier_too_long = "identifier-too-long";
inline constexpr std::string_view enum_value_in_same_file = "enum-value-in-same-file";
inline constexpr std::string_view missing_down = "missing-down";
inline constexpr std::string_view allow_without_reason = "allow-without-reason";
inline constexpr std::string_view unused_allow = "unused-allow";

} // namespace pf::migration::rules::code
