#pragma once

#include "pf/report/grid.hpp"
#include "pf/report/totals.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace pf::report {

/// People need the account only when there are several.
[[nodiscard]] Column account_column(bool several_accounts);

template <typename AccountRows>
[[nodiscard]] bool have_several_accounts(AccountRows const& rows)
{
    return std::any_of(rows.begin(), rows.end(), [&](auto const& row) { return row.account != rows.front().account; });
}

/// A line for each currency.
/// \param keys  the columns that the sums stand in, in the order they were added in; `currency` gets its code
void append_totals(Grid& grid, std::string const& key, std::string const& label, Totals const& totals,
                   std::vector<std::string> const& keys);

} // namespace pf::report
