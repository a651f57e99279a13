#include "pf/report/lots.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/report/columns.hpp"

namespace pf::report {
namespace {

std::vector<Column> columns(bool several_accounts)
{
    return {account_column(several_accounts),
            {"ticker", "Ticker"},
            {"purchase_date", "Bought"},
            {"quantity", "Bought qty", Align::right, Shown::data_only},
            {"remaining_quantity", "Quantity", Align::right},
            {"unit_cost", "Unit cost", Align::right, Shown::table_only, 2},
            {"purchase_price", "", Align::right, Shown::data_only},
            {"total_cost", "", Align::right, Shown::data_only},
            {"remaining_cost", "Cost", Align::right},
            {"market_value", "Value", Align::right},
            {"unrealized_pl", "Unrealized", Align::right, Shown::everywhere, 1},
            {"currency", "Currency"},
            {"remaining_cost_base", "", Align::right, Shown::data_only},
            {"market_value_base", "", Align::right, Shown::data_only},
            {"unrealized_pl_base", "", Align::right, Shown::data_only},
            {"base_currency", "", Align::left, Shown::data_only},
            {"opening_transaction_id", "", Align::right, Shown::data_only},
            {"lot_no", "", Align::right, Shown::data_only},
            {"side", "", Align::left, Shown::data_only}};
}

// Of what remains, in today's units; the price of the day of purchase stands in data.
Value unit_cost(LotRow const& row)
{
    auto const& lot = row.lot;
    return unit_price(lots::per_unit(lot.remaining_cost, lot.remaining_quantity), row.currency);
}

Row row_of(LotRow const& row)
{
    auto const& lot = row.lot;
    return {text(row.account),
            text(lot.ticker),
            day(row.bought),
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
            amount(row.market_value_base, row.base_currency),
            amount(row.unrealized_pl_base, row.base_currency),
            text(row.base_currency.code()),
            lot.key.opening_transaction_id,
            std::int64_t{lot.key.lot_no},
            text(to_text(lot.side))};
}

} // namespace

LotsSummary summary_of(Stream<LotRow> const& lots)
{
    LotsSummary summary;
    std::optional<std::string> first_account;
    lots.visit([&](LotRow const& row) {
        summary.totals.add(row.currency, {row.lot.remaining_cost, row.market_value, row.unrealized_pl});
        summary.base.add(row.base_currency,
                         {row.lot.remaining_cost_base, row.market_value_base, row.unrealized_pl_base});
        summary.several_accounts = summary.several_accounts || first_account.value_or(row.account) != row.account;
        first_account = row.account;
        summary.unknown +=
            row.market_value_base && row.market_value && row.lot.remaining_cost && row.lot.remaining_cost_base ? 0 : 1;
    });
    return summary;
}

void write_lots(std::ostream& out, Stream<LotRow> const& lots, LotsSummary const& summary, LotsScope const& scope,
                OutputStyle const& style)
{
    std::vector<std::string> const keys{"remaining_cost", "market_value", "unrealized_pl"};
    Grid grid{"lots", "", columns(summary.several_accounts), {}, {}, "no open lots"};
    grid.source = rows_of(lots, row_of);
    append_totals(grid, "currency", "Total", summary.totals, keys);
    hide_totals(grid);
    if (!summary.totals.by_currency().empty()) {
        append_one_total(grid, "total", "Total", scope.total.currency,
                         summary.base.in_one(keys.size(), [&](Currency from) { return scope.total.rate_of(from); }),
                         keys);
    }
    Fact const day_fact{"as_of", scope.as_of ? day(*scope.as_of) : Value(Nothing())};
    write(out,
          {"pf.lots/1",
           {day_fact, {"booking_method", text(scope.method)}, {"total_currency", text(scope.total.currency.code())}},
           {grid, rates_grid(scope.total.rates)},
           notes_on(scope.total.rates)},
          style);
}

} // namespace pf::report
