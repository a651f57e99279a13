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

/// The two days of a comparison.
struct ChangeDays {
    Date from{};
    Date to{};
};

/// A row per instrument and account, and one for each account's money; one total, of which the currency counts and the
/// account does not. JSON: `pf.diff/1`.
void write_changes(std::ostream& out, ChangeDays const& days, std::vector<ChangeRow> const& rows,
                   ChangeRow const& total, OutputStyle const& style);

} // namespace pf::report
