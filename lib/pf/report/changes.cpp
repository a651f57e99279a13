#include "pf/report/changes.hpp"

#include "pf/report/columns.hpp"
#include "pf/valuation/amounts.hpp"

namespace pf::report {
namespace {

std::vector<std::string> const keys{"opening_value", "flows",   "trades",        "price", "exchange",
                                    "income",        "charges", "closing_value", "change"};

std::vector<std::optional<Decimal>> amounts_of(valuation::ValueChange const& change)
{
    auto const& parts = change.parts;
    return {change.opening, parts.flows,    parts.trades,
            parts.price,    parts.exchange, parts.income,
            parts.charges,  change.closing, valuation::difference(change.closing, change.opening)};
}

/// People need a column only where something is in it.
Shown shown_where(std::vector<ChangeRow> const& rows, ChangeRow const& total,
                  std::optional<Decimal> valuation::ChangeParts::*part)
{
    auto const is_zero = [&](ChangeRow const& row) {
        auto const& amount = row.change.parts.*part;
        return amount && amount->rounded(row.currency.minor_digits(), Rounding::half_even).is_zero();
    };
    return is_zero(total) && std::ranges::all_of(rows, is_zero) ? Shown::data_only : Shown::everywhere;
}

std::vector<Column> columns(std::vector<ChangeRow> const& rows, ChangeRow const& total)
{
    using Parts = valuation::ChangeParts;
    auto const right = Align::right;
    return {account_column(have_several_accounts(rows)),
            {"ticker", "", Align::left, Shown::data_only},
            {"position", "Position", Align::left, Shown::table_only},
            {"opening_value", "Opening", right, Shown::everywhere, 2},
            {"flows", "Flows", right, shown_where(rows, total, &Parts::flows)},
            {"trades", "Trades", right, shown_where(rows, total, &Parts::trades)},
            {"price", "Price", right},
            {"exchange", "Exchange", right, shown_where(rows, total, &Parts::exchange)},
            {"income", "Income", right, shown_where(rows, total, &Parts::income)},
            {"charges", "Charges", right, shown_where(rows, total, &Parts::charges)},
            {"closing_value", "Closing", right, Shown::everywhere, 1},
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

void write_changes(std::ostream& out, ChangeDays const& days, std::vector<ChangeRow> const& rows,
                   ChangeRow const& total, OutputStyle const& style)
{
    Grid grid{"changes", "", columns(rows, total), {}, {}, "nothing was held on either day, nor between them"};
    Totals unknowns;
    grid.source = rows_of(rows, row_of);
    for (auto const& row : rows) {
        unknowns.add(row.currency, amounts_of(row.change));
    }
    if (!rows.empty()) {
        Totals sum;
        sum.add(total.currency, amounts_of(total.change));
        append_totals(grid, "total", "Total", sum, keys);
    }
    std::vector<std::string> notes;
    if (std::ranges::any_of(rows, [&](ChangeRow const& row) { return row.currency != total.currency; })) {
        notes.push_back("the total is in " + std::string{total.currency.code()} +
                        ": each end at the rate of its day, what came between at that of the last");
    }
    auto const unknown = static_cast<std::int64_t>(unknowns.unknown());
    write(out, {"pf.diff/1", {{"from", day(days.from)}, {"to", day(days.to)}, {"unknown", unknown}}, {grid}, notes},
          style);
}

} // namespace pf::report
