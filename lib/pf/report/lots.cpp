#include "pf/report/lots.hpp"

#include "pf/report/columns.hpp"
#include "pf/report/totals.hpp"

namespace pf::report {
namespace {

std::vector<Column> columns(bool several_accounts)
{
    return {account_column(several_accounts),
            {"ticker", "Ticker"},
            {"purchase_date", "Bought"},
            {"quantity", "Bought qty", Align::right, Shown::data_only},
            {"remaining_quantity", "Quantity", Align::right},
            {"unit_cost", "Unit cost", Align::right, Shown::table_only},
            {"purchase_price", "", Align::right, Shown::data_only},
            {"total_cost", "", Align::right, Shown::data_only},
            {"remaining_cost", "Cost", Align::right},
            {"market_value", "Value", Align::right},
            {"unrealized_pl", "Unrealized", Align::right},
            {"currency", "Currency"},
            {"remaining_cost_base", "", Align::right, Shown::data_only},
            {"base_currency", "", Align::left, Shown::data_only},
            {"opening_transaction_id", "", Align::right, Shown::data_only},
            {"lot_no", "", Align::right, Shown::data_only}};
}

// Of what remains, in today's units; the price of the day of purchase stands in data.
Value unit_cost(LotRow const& row)
{
    auto const& lot = row.lot;
    if (!lot.remaining_cost || lot.remaining_quantity.is_zero()) {
        return Unknown();
    }
    return UnitPrice{money::divide(*lot.remaining_cost, lot.remaining_quantity, Rounding::half_even), row.currency};
}

Row row_of(LotRow const& row)
{
    auto const& lot = row.lot;
    return {text(row.account),
            text(lot.ticker),
            day(lot.purchase_date),
            lot.quantity,
            lot.remaining_quantity,
            unit_cost(row),
            unit_price(lot.purchase_price, row.currency),
            amount(lot.total_cost, row.currency),
            amount(lot.remaining_cost, row.currency),
            amount(row.market_value, row.currency),
            amount(row.unrealized_pl, row.currency),
            text(row.currency.code()),
            amount(lot.remaining_cost_base, row.base_currency),
            text(row.base_currency.code()),
            lot.key.opening_transaction_id,
            std::int64_t{lot.key.lot_no}};
}

} // namespace

void write_lots(std::ostream& out, std::vector<LotRow> const& rows, std::optional<Date> as_of,
                std::string const& method, OutputStyle const& style)
{
    Grid grid{"lots", "", columns(have_several_accounts(rows)), {}, {}, "no open lots"};
    Totals totals;
    for (auto const& row : rows) {
        grid.rows.push_back(row_of(row));
        totals.add(row.currency, {row.lot.remaining_cost, row.market_value, row.unrealized_pl});
    }
    append_totals(grid, "currency", "Total", totals, {"remaining_cost", "market_value", "unrealized_pl"});
    Fact const day_fact{"as_of", as_of ? day(*as_of) : Value(Nothing())};
    write(out, {"pf.lots/1", {day_fact, {"booking_method", text(method)}}, {grid}, {}}, style);
}

} // namespace pf::report
