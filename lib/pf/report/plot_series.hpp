#pragma once

#include "pf/report/axis.hpp"
#include "pf/report/plot.hpp"

#include <optional>
#include <string>

namespace pf::report {

/// The latest day with a known value, else the last one.
[[nodiscard]] PlotPoint const& latest(Plot const& plot);

/// `main, 2024-01-01 to 2024-12-31, EUR`
[[nodiscard]] std::string heading_of(Plot const& plot);

/// `2024-01-01 to 2024-12-31`
[[nodiscard]] std::string days_of(Plot const& plot);

/// `2024-01-01 to 2024-12-31, EUR`
[[nodiscard]] std::string range_of(Plot const& plot);

/// `12,345.67`; `?` when unknown.
[[nodiscard]] std::string shown_amount(std::optional<Decimal> const& amount, Currency currency);

/// `12.30 %`; `?` when unknown.
[[nodiscard]] std::string shown_percent(std::optional<Decimal> const& part);

/// A drawdown as it is drawn: −25 for a quarter, down from zero.
[[nodiscard]] std::optional<Decimal> depth_of(PlotPoint const& point);

/// The first day of the deepest drawdown; null, when none is known.
[[nodiscard]] PlotPoint const* deepest(Plot const& plot);

/// Axes that hold all known values and what was invested, and all known gains and zero; nothing when there are none.
[[nodiscard]] std::optional<ValueAxis> value_axis_of(Plot const& plot, int most_steps);
[[nodiscard]] std::optional<ValueAxis> gain_axis_of(Plot const& plot, int most_steps);

/// From the deepest drawdown, in percent, up to zero; nothing when none is known.
[[nodiscard]] std::optional<ValueAxis> drawdown_axis_of(Plot const& plot, int most_steps);

} // namespace pf::report
