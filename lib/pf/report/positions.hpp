#pragma once

#include "pf/base/output.hpp"
#include "pf/model/cash_balance.hpp"
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
    Date first_day{}; ///< of its transactions, in the account
    Date last_day{};
    std::optional<Decimal> last_price; ///< in the position's currency
    std::optional<Date> price_date;
    std::optional<Decimal> market_value;
    std::optional<Decimal> unrealized_pl;
    std::optional<Decimal> market_value_base;
    std::optional<Decimal> unrealized_pl_base;
    bool is_old_price = false;   ///< there was a business day since
    bool is_stale_price = false; ///< too many of them
    std::string lacking_rate;    ///< `USD to EUR`: there is a price, and no such rate; empty: none is lacking
};

/// The money of one currency that an account holds. Nothing means unknown.
struct CashRow {
    std::string account;
    Currency base_currency;
    model::CashBalance cash;
    std::optional<Decimal> balance_base;
};

/// What the rows are about.
struct PositionsScope {
    std::optional<Date> as_of; ///< nothing: today
    std::string method;        ///< empty: each account's own
    bool separate_fees = false;
};

/// Holdings, and behind those of each account its money; totals per currency and, where anything is in another, in the
/// base currency; how many have no price and how many no known cost. Schema: `pf.positions/1`. \param rows, cash  each
/// by ascending id of the account
void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash,
                     PositionsScope const& scope, OutputStyle const& style);

} // namespace pf::report
