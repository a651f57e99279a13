#pragma once

#include "pf/base/result.hpp"
#include "pf/base/time.hpp"

#include <cstdint>
#include <string_view>

namespace pf::base {

/// Days that follow each other, both ends included.
struct DaySpan {
    Date first{};
    Date last{}; ///< not before the first one

    friend bool operator==(DaySpan const&, DaySpan const&) = default;
};

/// Which end of what a word means is asked for.
enum class DayEdge : std::uint8_t { first, last };

/// The days that words mean on a given day:
///
/// - `2024-03-18`, `2024`, `2024-03`, `2024-q3`
/// - `today`, `yesterday`, `tomorrow`; `friday` or `last friday`, `march` (the last one that has begun), `march 2023`
/// - `-30d`, `2w`, `3 months ago`, `1y`: that long before today; in months and years the day of the same number, or
///   the last of its month
/// - `this week`, `last month`, `last quarter`, `last year`; weeks begin on Monday
/// - `ytd`, `year to date`, `mtd`, `qtd`, `wtd`
/// - `start of …` and `end of …` any of these
///
/// Case and blanks do not matter.
/// \return  days from 1000 to 9999, or the problem with examples as its hint
[[nodiscard]] Result<DaySpan> parse_days(std::string_view words, Date today);

} // namespace pf::base
