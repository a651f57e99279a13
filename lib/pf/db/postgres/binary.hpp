#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The values of PostgreSQL's `COPY … (FORMAT binary)`: NUMERIC, TIMESTAMPTZ and DATE; integers in network order.
/// Source: src/backend/utils/adt/{numeric,timestamp,date}.c, `*_send` and `*_recv`.
namespace pf::db::postgres {

void append_int16(std::string& out, std::int16_t value);
void append_int32(std::string& out, std::int32_t value);
void append_int64(std::string& out, std::int64_t value);

/// \param bytes  2, 4 or 8 of them
/// \throws pf::Error  internal, when there are not
[[nodiscard]] std::int64_t decode_integer(std::string_view bytes);

/// With its length in front, as a field of a row.
void append_numeric(std::string& out, Decimal value);

/// \throws pf::Error  bad_data, for NaN, infinities and what a `Decimal` does not hold; internal, for bytes that are no
/// NUMERIC
[[nodiscard]] Decimal decode_numeric(std::string_view bytes);

/// Microseconds since 2000-01-01 UTC, the form of TIMESTAMPTZ.
[[nodiscard]] std::int64_t encode_timestamp(Timestamp value);
[[nodiscard]] Timestamp decode_timestamp(std::int64_t microseconds);

/// Days since 2000-01-01, the form of DATE.
[[nodiscard]] std::int32_t encode_date(Date value);
[[nodiscard]] Date decode_date(std::int32_t days);

} // namespace pf::db::postgres
