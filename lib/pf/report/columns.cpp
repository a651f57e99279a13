#include "pf/report/columns.hpp"

#include "pf/base/error.hpp"

namespace pf::report {

Value& cell(Grid const& grid, Row& row, std::string const& key)
{
    auto const found =
        std::find_if(grid.columns.begin(), grid.columns.end(), [&](Column const& column) { return column.key == key; });
    if (found == grid.columns.end()) {
        throw Error(ExitCode::internal, "no column " + key + " for a total");
    }
    return row[static_cast<std::size_t>(found - grid.columns.begin())];
}

Column account_column(bool several_accounts)
{
    return {"account", "Account", Align::left, several_accounts ? Shown::everywhere : Shown::data_only};
}

void append_totals(Grid& grid, std::string const& key, std::string const& label, Totals const& totals,
                   std::vector<std::string> const& keys)
{
    for (auto const& [currency, sums] : totals.by_currency()) {
        Row row(grid.columns.size(), Nothing());
        for (std::size_t i = 0; i < keys.size(); ++i) {
            cell(grid, row, keys[i]) = amount(sums[i], currency);
        }
        cell(grid, row, "currency") = text(currency.code());
        grid.totals.push_back({key, label, std::move(row)});
    }
}

void append_one_total(Grid& grid, std::string const& key, std::string const& label, Currency currency,
                      std::vector<std::optional<Decimal>> const& sums, std::vector<std::string> const& keys)
{
    Totals total;
    total.add(currency, sums);
    append_totals(grid, key, label, total, keys);
}

void hide_totals(Grid& grid)
{
    std::ranges::for_each(grid.totals, [](Total& total) { total.shown = Shown::data_only; });
}

} // namespace pf::report
