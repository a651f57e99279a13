#pragma once

#include "pf/report/plot.hpp"

#include <array>
#include <iosfwd>
#include <string>
#include <vector>

namespace pf::report {

inline constexpr std::array<char const*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The returns of a calendar year beside each other; null where the chart has no such month.
struct YearOfMonths {
    PlotPeriod const* year = nullptr;
    std::array<PlotPeriod const*, 12> months{};
};

/// Ascending. \return  points into the plot
[[nodiscard]] std::vector<YearOfMonths> years_of_months(Plot const& plot);

/// How strongly a return is coloured: 1 to 3 for gains, −1 to −3 for losses, from 0.05, 2 and 6 percent on; 0 for what
/// is shown as none. The same everywhere, so that charts compare.
[[nodiscard]] int shade_of(Decimal twr);

/// In percent, for a cell: `2.4`, `-12`; `?` when unknown, empty when there is none. From ten on it is whole.
[[nodiscard]] std::string shown_return(PlotPeriod const* period);

/// `main, returns by month in percent, 2024-01-01 to 2024-12-31`
[[nodiscard]] std::string months_heading(Plot const& plot);

/// A row of months for each year, the newest last; the first ones are left out, and counted, where they do not fit.
void draw_months(std::ostream& out, Plot const& plot, PlotStyle const& style);

/// The same as a picture that needs nothing else.
void write_months_svg(std::ostream& out, Plot const& plot);

/// The same as a `<table>`, whose cells have the classes `up1` to `down3`.
void write_months_table(std::ostream& out, Plot const& plot);

} // namespace pf::report
