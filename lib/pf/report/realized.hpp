#pragma once

#include "pf/base/output.hpp"
#include "pf/model/lot.hpp"
#include "pf/money/currency.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// A disposal with what it is measured in.
struct RealizedRow {
    std::string account;
    Currency currency;
    Currency base_currency;
    model::Disposal disposal;
};

/// What the rows are about.
struct RealizedScope {
    std::optional<Date> first; ///< days of disposal; nothing: from the beginning
    std::optional<Date> last;
    std::string method; ///< empty: each account's own
};

/// Realized gains with totals per currency and in the base currencies, split by term. Schema: `pf.realized/1`.
void write_realized(std::ostream& out, std::vector<RealizedRow> const& rows, RealizedScope const& scope,
                    OutputStyle const& style);

} // namespace pf::report
