#pragma once

#include "pf/base/output.hpp"
#include "pf/model/position.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// A position with what it is worth. Nothing means unknown.
struct PositionRow {
    std::string account;
    Currency base_currency;
    model::Position position;
    std::optional<Decimal> last_price; ///< in the position's currency
    std::optional<Date> price_date;
    std::optional<Decimal> market_value;
    std::optional<Decimal> unrealized_pl;
    std::optional<Decimal> market_value_base;
    std::optional<Decimal> unrealized_pl_base;
};

/// What the rows are about.
struct PositionsScope {
    std::optional<Date> as_of; ///< nothing: today
    std::string method;        ///< empty: each account's own
    bool separate_fees = false;
};

/// Holdings with totals per currency and, where a position is in another, in the base currency; how many have no price
/// and how many no known cost. Schema: `pf.positions/1`.
void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, PositionsScope const& scope,
                     OutputStyle const& style);

} // namespace pf::report
