#pragma once

#include "pf/base/output.hpp"
#include "pf/model/cash_balance.hpp"
#include "pf/model/position.hpp"
#include "pf/report/rates.hpp"
#include "pf/report/totals.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// Amounts in the currency of the total: those in the account's base currency at the rate of the day of valuation.
/// Nothing means unknown.
struct TotalAmounts {
    std::optional<Decimal> cost = Decimal{};
    std::optional<Decimal> value = Decimal{};
    std::optional<Decimal> unrealized = Decimal{};
    std::optional<Decimal> realized = Decimal{};
    std::optional<Decimal> income = Decimal{};
    std::optional<Decimal> weight = Decimal{}; ///< of the value in that of all rows; nothing: there is no such whole

    friend TotalAmounts operator+(TotalAmounts const& left, TotalAmounts const& right);
    friend bool operator==(TotalAmounts const&, TotalAmounts const&) = default;
};

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
    bool is_old_price = false;             ///< there was a business day since
    bool is_stale_price = false;           ///< too many of them
    bool is_too_large = false;             ///< there is a price, but the value is 10^20 or more
    std::string lacking_rate;              ///< `USD to EUR`: there is a price, and no such rate; empty: none is lacking
    std::string name;                      ///< what people call it; empty: not known
    std::optional<Decimal> previous_close; ///< nothing: there is none
    Currency previous_close_currency;
    std::optional<Decimal> day_change; ///< of the price since then, before any exchange of currencies
    TotalAmounts total;
};

/// The money of one currency that an account holds. Nothing means unknown.
struct CashRow {
    std::string account;
    Currency base_currency;
    model::CashBalance cash;
    std::optional<Decimal> balance_base;
    TotalAmounts total;
};

/// What the rows are about.
struct PositionsScope {
    std::optional<Date> as_of; ///< nothing: today
    std::string method;        ///< empty: each account's own
    bool separate_fees = false;
    Currency currency; ///< of the total
    std::vector<ShownRate> rates;
};

/// What the positions and the money add up to.
struct PositionTotals {
    Totals own;
    Totals base;
    bool has_foreign = false; ///< something is not in the base currency
};

[[nodiscard]] PositionTotals totals_of(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash);

/// Positions and money that have something in common.
struct PositionGroup {
    std::string key;          ///< `main`, `ETF`, `USD`
    std::int64_t members = 0; ///< positions, and balances of money
    TotalAmounts total;
};

/// Holdings, and behind those of each account its money; one total, and in JSON also those per currency and in base
/// currency; how many have no price and how many no known cost. Schema: `pf.positions/1`.
/// \param rows, cash  each by ascending id of the account
void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash,
                     PositionsScope const& scope, OutputStyle const& style);

/// What the column of groups is called.
[[nodiscard]] std::string title_of_groups(std::string const& by);

/// A line for each group, in the currency of the total. Schema: `pf.position_groups/1`.
/// \param members  of all groups; what is in several of them counts once
/// \param by       what the groups are: `account`, `asset_type`, `currency`, `ticker` or a tag
void write_position_groups(std::ostream& out, std::vector<PositionGroup> const& groups, std::int64_t members,
                           std::string const& by, PositionsScope const& scope, OutputStyle const& style);

} // namespace pf::report
