#pragma once

#include "pf/web/view.hpp"

namespace pf::web {

// Each shows what stands below the heading of a page, from the answers that the page rests on.

[[nodiscard]] Markup overview(View const& view);     ///< accounts, positions, plot, month, year, returns
[[nodiscard]] Markup holdings(View const& view);     ///< accounts, positions
[[nodiscard]] Markup holding(View const& view);      ///< accounts, positions, lots, realized, transactions, prices
[[nodiscard]] Markup spread(View const& view);       ///< accounts, types, currencies, spread
[[nodiscard]] Markup performance(View const& view);  ///< accounts, plot, returns, years, tickers
[[nodiscard]] Markup income(View const& view);       ///< accounts, income, costs
[[nodiscard]] Markup realized(View const& view);     ///< accounts, realized, years
[[nodiscard]] Markup tax(View const& view);          ///< accounts, rules, tax, years
[[nodiscard]] Markup compare(View const& view);      ///< accounts, compare
[[nodiscard]] Markup changes(View const& view);      ///< accounts, diff
[[nodiscard]] Markup transactions(View const& view); ///< accounts, transactions
[[nodiscard]] Markup transaction(View const& view);  ///< transaction
[[nodiscard]] Markup cash(View const& view);         ///< accounts, cash
[[nodiscard]] Markup imports(View const& view);      ///< imports
[[nodiscard]] Markup import(View const& view);       ///< import
[[nodiscard]] Markup status(View const& view);       ///< accounts, verify, balances, prices, snapshots

} // namespace pf::web
