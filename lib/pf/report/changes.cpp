#include "pf/report/changes.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/report/columns.hpp"

namespace pf::report {
namespace {

std::vector<std::string> const keys{"opening_value", "flows",   "trades",        "price", "exchange",
                                    "income",        "charges", "closing_value", "change"};

std::vector<std::optional<Decimal>> amounts_of(valuation::ValueChange const& change)
{
    auto const& parts = change.parts;
    return {change.opening, parts.flows,    parts.trades,
            parts.price,    parts.exchange, parts.income,
            parts.charges,  change.closing, lots::difference(change.closing, change.opening)};
}

/// People need a column only where something is in it.
Shown shown_where(std::vector<ChangeRow> const& rows, std::optional<Decimal> valuation::ChangeParts::*part)
{
    bool const is_empty = std::all_of(rows.begin(), rows.end(), [&](ChangeRow const& row) {
        auto const& amount = row.change.parts.*part;
        return amount && amount->rounded(row.currency.minor_digits(), Rounding::half_even).is_zero();
    });
    return is_empty ? Shown::data_only : Shown::everywhere;
}

std::vector<Column> columns(std::vector<ChangeRow> const& rows)
{
    using Parts = valuation::ChangeParts;
    auto const right = Align::right;
    return {account_column(have_several_accounts(rows)),
            {"ticker", "", Align::left, Shown::data_only},
            {"position", "Position", Align::left, Shown::table_only},
            {"opening_value", "Opening", right},
            {"flows", "Flows", right, shown_where(rows, &Parts::flows)},
            {"trades", "Trades", right, shown_where(rows, &Parts::trades)},
            {"price", "Price", right},
            {"exchange", "Exchange", right, shown_where(rows, &Parts::exchange)},
            {"income", "Income", right, shown_where(rows, &Parts::income)},
            {"charges", "Charges", right, shown_where(rows, &Parts::charges)},
            {"closing_value", "Closing", right},
            {"change", "Change", right},
            {"currency", "Currency"}};
}

Row row_of(ChangeRow const& row)
{
    auto const& ticker = row.change.ticker;
    Row cells{text(row.account), text(ticker), text(ticker.empty() ? "(cash)" : ticker)};
    for (auto const& value : amounts_of(row.change)) {
        cells.push_back(amount(value, row.currency));
    }
    cells.push_back(text(row.currency.code()));
    return cells;
}

} // namespace

void write_changes(std::ostream& out, Date from, Date to, std::vector<ChangeRow> const& rows, OutputStyle const& style)
{
    Grid grid{"changes", "", columns(rows), {}, {}, "nothing was held on either day, nor between them"};
    Totals totals;
    grid.source = rows_of(rows, row_of);
    for (auto const& row : rows) {
        totals.add(row.currency, amounts_of(row.change));
    }
    append_totals(grid, "total", "Total", totals, keys);
    auto const unknown = static_cast<std::int64_t>(totals.unknown());
    write(out, {"pf.diff/1", {{"from", day(from)}, {"to", day(to)}, {"unknown", unknown}}, {grid}, {}}, style);
}

} // namespace pf::report
