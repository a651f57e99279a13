#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <string>
#include <vector>

namespace pf::report {

/// A place on an axis that is named.
struct ValueTick {
    Decimal value;
    std::string label; ///< `12,500`; `12M` where the steps are millions

    friend bool operator==(ValueTick const&, ValueTick const&) = default;
};

/// An axis of amounts: its ends are round numbers, and so are the steps between them.
struct ValueAxis {
    Decimal low;
    Decimal high; ///< above `low`
    std::vector<ValueTick> ticks;

    /// How far below the upper end a value lies, in steps of which the axis has `length`; beyond the ends it is at
    /// them.
    [[nodiscard]] int below_top(Decimal value, int length) const;

    friend bool operator==(ValueAxis const&, ValueAxis const&) = default;
};

/// \param low, high   what has to fit, in either order; zero joins them where it is not far
/// \param most_steps  between ticks; an axis through zero needs two, which is the least
[[nodiscard]] ValueAxis value_axis(Decimal low, Decimal high, int most_steps);

struct DayTick {
    Date day{};
    std::string label; ///< `2024-03-18`, `2024-03`, `2024`

    friend bool operator==(DayTick const&, DayTick const&) = default;
};

/// First days of years or months, Mondays or days, so many that their labels fit; at least one.
/// \param room  for labels between the first day and the last, in characters
[[nodiscard]] std::vector<DayTick> day_ticks(Date first, Date last, int room);

/// `-1234567.5` as `-1,234,567.5`
[[nodiscard]] std::string with_thousands(std::string number);

} // namespace pf::report
