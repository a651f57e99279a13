#pragma once

#include "pf/base/output.hpp"
#include "pf/money/currency.hpp"
#include "pf/valuation/benchmark.hpp"
#include "pf/valuation/returns.hpp"

#include <iosfwd>
#include <optional>
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
    std::optional<valuation::BenchmarkFigures> benchmark; ///< nothing: there is none to compare with
};

struct ReturnsTables {
    std::string by; ///< what the rows are: `account`, `ticker`, `year`, `month`
    std::vector<ReturnsRow> rows;
    std::vector<ReturnsRow> totals; ///< one, of all accounts; none where nothing was held
    std::string benchmark;          ///< its ticker; empty: none
};

/// How many of the rows have a figure that is unknown, not only one that there is none of; the total counts where it
/// is the only one.
[[nodiscard]] std::size_t unknown_returns(ReturnsTables const& tables);

/// JSON: `pf.returns/1`.
void write_returns(std::ostream& out, ReturnsTables const& tables, OutputStyle const& style);

} // namespace pf::report
