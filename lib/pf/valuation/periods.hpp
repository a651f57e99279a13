#pragma once

#include "pf/valuation/returns.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pf::valuation {

enum class PeriodLength : std::uint8_t { month, year };

/// The days of one calendar month or year, beginning with what the one before it left.
struct Period {
    std::string name;               ///< `2024-03`, `2024`
    std::optional<Decimal> opening; ///< at the end of the day before
    std::span<DayValue const> days; ///< at least one
};

/// \param opening  the value at the end of the day before the first one
/// \param days     ascending, one after the other without a gap; they outlive what is returned
[[nodiscard]] std::vector<Period> periods_of(std::optional<Decimal> opening, std::span<DayValue const> days,
                                             PeriodLength length);

} // namespace pf::valuation
