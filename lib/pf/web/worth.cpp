#include "pf/web/worth.hpp"

#include "pf/report/plot_series.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/web/words.hpp"

#include <algorithm>
#include <map>

namespace pf::web {

std::vector<Worth> worths_of(report::Grid const& positions)
{
    Cells const cells{positions};
    std::map<std::string, Worth> by_currency;
    for (auto const& row : positions.rows) {
        auto const currency = cells.text(row, "total_currency");
        auto& worth = by_currency.try_emplace(currency, Worth{currency, std::nullopt, {}, 0}).first->second;
        auto const known = valuation::sum(worth.known, cells.number(row, "market_value_total"));
        worth.known = known.value_or(worth.known);
        worth.unknown += known ? 0U : 1U;
    }
    std::vector<Worth> worths;
    for (auto& [currency, worth] : by_currency) {
        worth.total = worth.unknown == 0 ? std::optional{worth.known} : std::nullopt;
        worths.push_back(worth);
    }
    return worths;
}

void add_column(report::Grid& grid, std::string_view after, report::Column column,
                std::function<report::Value(report::Row const&)> const& value)
{
    auto const found = std::ranges::find(grid.columns, after, &report::Column::key);
    auto const place = (found - grid.columns.begin()) + (found == grid.columns.end() ? 0 : 1);
    for (auto& row : grid.rows) {
        row.insert(row.begin() + place, value(row));
    }
    for (auto& total : grid.totals) {
        total.row.insert(total.row.begin() + place, report::Value{report::Nothing{}});
    }
    grid.columns.insert(grid.columns.begin() + place, std::move(column));
}

Markup gain_of(std::optional<Decimal> const& amount, std::string const& currency, Reader const& reader)
{
    auto const unit = element("span", {{"class", "unit"}}, " " + currency);
    if (!amount || reader.discreet) {
        return (amount ? hidden_amount() : unknown_mark()) + unit;
    }
    Currency const of{currency};
    auto const rounded = amount->rounded(of.minor_digits(), Rounding::half_even);
    return signed_text(report::shown_amount(amount, of), rounded.is_zero() ? 0 : rounded.is_negative() ? -1 : 1) + unit;
}

Markup money_of(std::optional<Decimal> const& amount, std::string const& currency, Reader const& reader)
{
    auto const code = currency.empty() ? Currency{} : Currency{currency};
    auto const shown = !amount           ? unknown_mark()
                       : reader.discreet ? hidden_amount()
                                         : Markup{report::shown_amount(amount, code)};
    return shown + element("span", {{"class", "unit"}}, " " + currency);
}

} // namespace pf::web
