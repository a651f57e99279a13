#pragma once

#include "pf/base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace pf {

/// A moment in UTC, to the microsecond.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// A calendar day (proleptic Gregorian, UTC).
using Date = std::chrono::sys_days;

} // namespace pf

namespace pf::base {

/// `2024-02-29`
std::string to_text(Date date);

/// `2024-02-29T13:05:00Z`, with as many fractional digits as the value needs (none, or up to six).
std::string to_text(Timestamp timestamp);

/// Exactly `YYYY-MM-DD`, a day that exists, years 1000 to 9999.
Result<Date> parse_date(std::string_view text);

/// A moment as ISO 8601 writes it, and whether it came without a time of day.
struct ParsedTimestamp {
    Timestamp timestamp;
    bool date_only = false;

    friend bool operator==(ParsedTimestamp const&, ParsedTimestamp const&) = default;
};

/// `2024-02-29`, `2024-02-29T13:05`, `2024-02-29 13:05:00.123456+01:00`, `…Z`; UTC when no zone is given.
/// More than six fractional digits are cut (half a microsecond is nobody's trade).
Result<ParsedTimestamp> parse_iso_timestamp(std::string_view text);

/// The day a moment falls on in UTC.
constexpr Date day_of(Timestamp timestamp)
{
    return std::chrono::floor<std::chrono::days>(timestamp);
}

/// The range of days that dates of ours lie in.
inline constexpr Date earliest_day{std::chrono::year{1000} / 1 / 1};
inline constexpr Date latest_day{std::chrono::year{9999} / 12 / 31};

/// The last microsecond of a day.
constexpr Timestamp end_of(Date date)
{
    return Timestamp{date + std::chrono::days{1}} - std::chrono::microseconds{1};
}

/// Now, to the microsecond.
Timestamp now();

/// Today in UTC.
Date today();

} // namespace pf::base
