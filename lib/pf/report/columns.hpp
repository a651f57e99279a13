#pragma once

#include "pf/report/grid.hpp"
#include "pf/report/totals.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace pf::report {

/// People need the account only when there are several.
[[nodiscard]] Column account_column(bool several_accounts);

/// The cell of a row under the column of that key. \throws pf::Error  internal, when there is none
[[nodiscard]] Value& cell(Grid const& grid, Row& row, std::string const& key);

template <typename AccountRows>
[[nodiscard]] bool have_several_accounts(AccountRows const& rows)
{
    return std::any_of(rows.begin(), rows.end(), [&](auto const& row) { return row.account != rows.front().account; });
}

/// A line for each currency.
/// \param keys  the columns that the sums stand in, in the order they were added in; `currency` gets its code
void append_totals(Grid& grid, std::string const& key, std::string const& label, Totals const& totals,
                   std::vector<std::string> const& keys);

/// The one total that people see; the lines for each currency are for data.
/// \param sums  as many as keys, in that currency
void append_one_total(Grid& grid, std::string const& key, std::string const& label, Currency currency,
                      std::vector<std::optional<Decimal>> const& sums, std::vector<std::string> const& keys);

/// What was appended so far is for data alone.
void hide_totals(Grid& grid);

} // namespace pf::report
