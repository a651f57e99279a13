#pragma once

#include "pf/base/output.hpp"
#include "pf/money/currency.hpp"
#include "pf/valuation/changes.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::report {

/// What changed in one account between two days.
struct ChangeRow {
    std::string account;
    Currency currency;
    valuation::ValueChange change;
};

/// A row per instrument and account, and one for each account's money; totals per currency. JSON: `pf.diff/1`.
void write_changes(std::ostream& out, Date from, Date to, std::vector<ChangeRow> const& rows, OutputStyle const& style);

} // namespace pf::report
