#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Values as text: exact, canonical and, for dates and times, of one width, so that they sort. It is how the SQLite
/// schema stores them, and PostgreSQL reads it too.
namespace pf::db {

inline constexpr std::size_t timestamp_size = 27; ///< `2024-01-02T03:04:05.000000Z`
inline constexpr std::size_t date_size = 10;
inline constexpr std::size_t longest_decimal = 40;

/// \param out  room for `timestamp_size` bytes
void write_timestamp(char* out, Timestamp value);

/// \param out  room for `date_size` bytes
void write_date(char* out, Date value);

/// The canonical text of `Decimal::to_text`.
/// \param out  room for `longest_decimal` bytes
/// \return     how many were written
std::size_t write_decimal(char* out, Decimal value);

/// \throws pf::Error  bad_data, when the text is not what the schema allows
[[nodiscard]] Timestamp read_timestamp(std::string_view text);
[[nodiscard]] Date read_date(std::string_view text);
[[nodiscard]] Decimal read_decimal(std::string_view text);

} // namespace pf::db
