#include "pf/report/compare.hpp"

#include "pf/report/columns.hpp"

#include <functional>
#include <map>
#include <tuple>

namespace pf::report {
namespace {

using Figure = std::function<std::optional<Decimal>(MethodRow const&)>;

Grid long_grid(std::vector<MethodRow> const& rows)
{
    Grid grid{"comparison",
              "",
              {{"account", ""},
               {"ticker", ""},
               {"booking_method", ""},
               {"quantity", ""},
               {"total_cost", ""},
               {"realized_pl", ""},
               {"unrealized_pl", ""},
               {"currency", ""}},
              {},
              {},
              "",
              Shown::data_only};
    for (auto const& row : rows) {
        auto const& position = row.position;
        grid.rows.push_back({text(row.account), text(position.ticker), text(to_text(row.method)), position.quantity,
                             amount(position.total_cost, position.currency),
                             amount(position.realized_pl, position.currency),
                             amount(row.unrealized_pl, position.currency), text(position.currency.code())});
    }
    return grid;
}

std::vector<Column> wide_columns(bool several_accounts)
{
    std::vector<Column> columns{account_column(several_accounts), {"ticker", "Ticker"}};
    for (auto const method : model::booking_methods) {
        std::string const name(to_text(method));
        columns.push_back({name, name, Align::right});
    }
    columns.push_back({"currency", "Currency"});
    return columns;
}

// One line per account and ticker, one column per method.
Grid wide_grid(std::vector<MethodRow> const& rows, std::string const& heading, Figure const& figure)
{
    Grid grid{heading, heading, wide_columns(have_several_accounts(rows)), {}, {}, "", Shown::table_only};
    std::map<std::tuple<std::string, std::string, Currency>, std::map<model::BookingMethod, std::optional<Decimal>>>
        lines;
    for (auto const& row : rows) {
        lines[{row.account, row.position.ticker, row.position.currency}][row.method] = figure(row);
    }
    Totals totals;
    std::vector<std::string> keys;
    for (auto const method : model::booking_methods) {
        keys.emplace_back(to_text(method));
    }
    for (auto const& [key, figures] : lines) {
        auto const& [account, ticker, currency] = key;
        Row row{text(account), text(ticker)};
        std::vector<std::optional<Decimal>> amounts;
        for (auto const method : model::booking_methods) {
            auto const found = figures.find(method);
            amounts.push_back(found == figures.end() ? std::nullopt : found->second);
            row.push_back(amount(amounts.back(), currency));
        }
        row.push_back(text(currency.code()));
        grid.rows.push_back(std::move(row));
        totals.add(currency, amounts);
    }
    append_totals(grid, "currency", "Total", totals, keys);
    return grid;
}

} // namespace

void write_comparison(std::ostream& out, std::vector<MethodRow> const& rows, std::optional<Date> as_of,
                      OutputStyle const& style)
{
    Report report{"pf.compare/1", {{"as_of", as_of ? day(*as_of) : Value(Nothing())}}, {long_grid(rows)}, {}};
    report.grids.push_back(wide_grid(rows, "Realized", [](MethodRow const& row) { return row.position.realized_pl; }));
    report.grids.push_back(
        wide_grid(rows, "Cost of what is held", [](MethodRow const& row) { return row.position.total_cost; }));
    report.grids.push_back(wide_grid(rows, "Unrealized", [](MethodRow const& row) { return row.unrealized_pl; }));
    if (rows.empty()) {
        report.notes.emplace_back("no positions");
    }
    write(out, report, style);
}

} // namespace pf::report
