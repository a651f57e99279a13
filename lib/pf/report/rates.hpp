#pragma once

#include "pf/base/time.hpp"
#include "pf/report/grid.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// An exchange rate that figures were made with; nothing: none is known.
struct ShownRate {
    Currency from;
    Currency to;
    std::optional<Decimal> rate;
    std::optional<Date> date;
};

/// `at 1 USD = 0.9 EUR of 2024-09-30`, one note for all; and one for each that is not known.
[[nodiscard]] std::vector<std::string> notes_on(std::vector<ShownRate> const& rates);

/// The currency of a total, and what made it.
struct TotalCurrency {
    Currency currency;
    std::vector<ShownRate> rates; ///< from the base currencies of accounts

    /// What one unit of a currency is in it; nothing: unknown.
    [[nodiscard]] std::optional<Decimal> rate_of(Currency from) const;
};

/// `rates`, in data alone.
[[nodiscard]] Grid rates_grid(std::vector<ShownRate> const& rates);

} // namespace pf::report
