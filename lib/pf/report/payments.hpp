#pragma once

#include "pf/base/output.hpp"
#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"
#include "pf/valuation/payments.hpp"

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pf::report {

/// By kind; one that is not there is none. Nothing means unknown.
using PaymentSums = std::map<valuation::PaymentKind, std::optional<Decimal>>;

/// What was paid in one month, by one instrument …, in one currency.
struct PaymentRow {
    std::string group; ///< `2024-03`, `2024-Q1`, `2024`, `AAPL`, `main`; empty: of no instrument
    Currency currency;
    PaymentSums own;              ///< in that currency
    PaymentSums total;            ///< in the currency of the total
    std::optional<Decimal> yield; ///< gross income of the last 12 months ÷ what the units cost; nothing: there is none
    bool has_yield = false;       ///< else there is none
};

/// Income, or costs.
struct Payments {
    std::string by;       ///< `month`, `quarter`, `year`, `ticker`, `account`
    bool as_grid = false; ///< people see years × months instead of rows
    std::optional<Date> first;
    Date last{};
    Currency currency; ///< of the total
    std::vector<PaymentRow> rows;
    PaymentRow total;
    std::map<std::pair<int, unsigned>, PaymentSums> months; ///< by year and month, in the currency of the total
    bool has_foreign = false;                               ///< anything is in another currency than the total
};

/// Gross, tax withheld and net, and the yield on cost. JSON: `pf.income/1`.
void write_income(std::ostream& out, Payments const& payments, OutputStyle const& style);

/// Fees and taxes. JSON: `pf.costs/1`.
void write_costs(std::ostream& out, Payments const& payments, OutputStyle const& style);

/// How many amounts are unknown.
[[nodiscard]] std::int64_t unknown_payments(Payments const& payments);

} // namespace pf::report
