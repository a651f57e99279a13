#pragma once

#include "pf/report/totals.hpp"
#include "pf/web/view.hpp"

#include <map>
#include <string>

namespace pf::web {

/// What sales realized in each calendar year, by currency, from the rows of the grid `disposals` as they come.
class RealizedYears {
public:
    void add(report::Grid const& disposals, report::Row const& row);

    /// A row for each year and currency, the newest first.
    [[nodiscard]] report::Grid grid() const;

private:
    struct Year {
        report::Totals sums;
        std::map<Currency, std::int64_t> sales;
    };
    std::map<std::string, Year, std::greater<>> m_years;
};

} // namespace pf::web
