#pragma once

#include "pf/base/output.hpp"
#include "pf/model/lot.hpp"
#include "pf/money/currency.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// An open lot with what it is measured in and worth. Nothing means unknown.
struct LotRow {
    std::string account;
    Currency currency;
    Currency base_currency;
    model::Lot lot;
    std::optional<Decimal> market_value; ///< of what remains
    std::optional<Decimal> unrealized_pl;
};

/// Open lots with totals per currency. Schema: `pf.lots/1`.
/// \param as_of  nothing: today
void write_lots(std::ostream& out, std::vector<LotRow> const& rows, std::optional<Date> as_of,
                std::string const& method, OutputStyle const& style);

} // namespace pf::report
