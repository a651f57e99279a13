#pragma once

#include "pf/base/output.hpp"
#include "pf/money/currency.hpp"
#include "pf/valuation/returns.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::report {

/// The returns of one account, instrument or year, or of all together.
struct ReturnsRow {
    std::string subject; ///< `main`, `AAPL`, `2024`; of no meaning in a total
    Currency currency;
    Date first{};
    Date last{};
    valuation::Returns returns;
};

struct ReturnsTables {
    std::string by; ///< what the rows are: `account`, `ticker`, `year`
    std::vector<ReturnsRow> rows;
    std::vector<ReturnsRow> totals; ///< one per currency
};

/// How many of the rows have a figure that is unknown, not only one that there is none of.
[[nodiscard]] std::size_t unknown_returns(std::vector<ReturnsRow> const& rows);

/// JSON: `pf.returns/1`.
void write_returns(std::ostream& out, ReturnsTables const& tables, OutputStyle const& style);

} // namespace pf::report
