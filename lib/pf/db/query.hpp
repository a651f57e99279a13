#pragma once

#include "pf/base/time.hpp"
#include "pf/db/rows.hpp"
#include "pf/db/transaction_store.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db {

/// One text for both dialects. In it stand for a parameter, with the same name on the C++ side:
///     {integer NAME}  {text NAME}  {decimal NAME}  {timestamp NAME}  {date NAME}
///     {ids NAME}          a table with the column value, integers, for IN and FROM
///     {texts NAME}        the same with texts
///     {instruments NAME}  a table with the columns account_id and ticker, for FROM
///     {zero}              the number 0, as decimals are stored
/// \throws pf::Error  internal, when a placeholder is none of these
[[nodiscard]] Query portable_query(std::string_view name, std::string_view text);

[[nodiscard]] Parameter parameter(std::string_view name, std::int64_t value);
[[nodiscard]] Parameter parameter(std::string_view name, Timestamp value);
[[nodiscard]] Parameter parameter(std::string_view name, Date value);
[[nodiscard]] Parameter parameter(std::string_view name, std::vector<std::int64_t> const& ids);
[[nodiscard]] Parameter parameter(std::string_view name, std::set<std::string> const& texts);
[[nodiscard]] Parameter parameter(std::string_view name, std::set<Instrument> const& instruments);

} // namespace pf::db
