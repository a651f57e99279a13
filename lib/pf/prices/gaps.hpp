#pragma once

#include "pf/base/time.hpp"

#include <optional>
#include <vector>

namespace pf::prices {

/// From which day on a series has to be asked for.
/// \param days     those that have a value, ascending
/// \param first    the first that matters; nothing: only what is newer than the last one
/// \param fallback when there is no value at all, and no first day
/// \return  the day after the last value before the first gap: no market rests longer than `longest_rest` days
[[nodiscard]] Date first_missing_day(std::vector<Date> const& days, std::optional<Date> first, Date fallback);

inline constexpr std::chrono::days longest_rest{10};

/// Saturday or Sunday.
[[nodiscard]] bool is_weekend(Date day);

/// Is there a day from Monday to Friday among these?
[[nodiscard]] bool has_weekday(Date from, Date to);

} // namespace pf::prices
