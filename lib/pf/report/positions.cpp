#include "pf/report/positions.hpp"

#include "pf/report/columns.hpp"

namespace pf::report {
namespace {

std::vector<Column> columns(bool several_accounts, bool separate_fees)
{
    auto const fees = separate_fees ? Shown::everywhere : Shown::data_only;
    return {account_column(several_accounts),
            {"ticker", "Ticker"},
            {"asset_type", "Type", Align::left, Shown::data_only},
            {"quantity", "Quantity", Align::right},
            {"avg_cost_basis", "Avg cost", Align::right},
            {"total_cost", "Cost", Align::right},
            {"last_price", "Price", Align::right},
            {"price_date", "Price of", Align::left, Shown::data_only},
            {"market_value", "Value", Align::right},
            {"unrealized_pl", "Unrealized", Align::right},
            {"realized_pl", "Realized", Align::right},
            {"income", "Income", Align::right},
            {"fees", "Fees", Align::right, fees},
            {"currency", "Currency"},
            {"total_cost_base", "", Align::right, Shown::data_only},
            {"market_value_base", "", Align::right, Shown::data_only},
            {"unrealized_pl_base", "", Align::right, Shown::data_only},
            {"realized_pl_base", "", Align::right, Shown::data_only},
            {"income_base", "", Align::right, Shown::data_only},
            {"base_currency", "", Align::left, Shown::data_only},
            {"first_transaction_date", "", Align::left, Shown::data_only},
            {"last_transaction_date", "", Align::left, Shown::data_only}};
}

// Of nothing held there is no average.
Value average_cost(model::Position const& position)
{
    if (position.quantity.is_zero()) {
        return Nothing();
    }
    auto const average =
        position.total_cost ? std::optional(money::divide(*position.total_cost, position.quantity, Rounding::half_even))
                            : std::nullopt;
    return unit_price(average, position.currency);
}

Row row_of(PositionRow const& row)
{
    auto const& position = row.position;
    auto const& currency = position.currency;
    auto const& base = row.base_currency;
    bool const held = !position.quantity.is_zero();
    return {text(row.account),
            text(position.ticker),
            text(to_text(position.asset_type)),
            position.quantity,
            average_cost(position),
            amount(position.total_cost, currency),
            held || row.last_price ? unit_price(row.last_price, currency) : Value(Nothing()),
            row.price_date ? day(*row.price_date) : Value(Nothing()),
            amount(row.market_value, currency),
            amount(row.unrealized_pl, currency),
            amount(position.realized_pl, currency),
            amount(position.income, currency),
            amount(position.fees, currency),
            text(currency.code()),
            amount(position.total_cost_base, base),
            amount(row.market_value_base, base),
            amount(row.unrealized_pl_base, base),
            amount(position.realized_pl_base, base),
            amount(position.income_base, base),
            text(base.code()),
            day(position.first_transaction_date),
            day(position.last_transaction_date)};
}

std::vector<std::string> const summed{"total_cost", "market_value", "unrealized_pl", "realized_pl", "income"};
std::vector<std::string> const summed_with_fees{"total_cost",  "market_value", "unrealized_pl",
                                                "realized_pl", "income",       "fees"};

void append_all_totals(Grid& grid, std::vector<PositionRow> const& rows)
{
    Totals own;
    Totals base;
    bool foreign = false;
    for (auto const& row : rows) {
        auto const& position = row.position;
        own.add(position.currency, {position.total_cost, row.market_value, row.unrealized_pl, position.realized_pl,
                                    position.income, position.fees});
        base.add(row.base_currency, {position.total_cost_base, row.market_value_base, row.unrealized_pl_base,
                                     position.realized_pl_base, position.income_base});
        foreign = foreign || position.currency != row.base_currency;
    }
    append_totals(grid, "currency", "Total", own, summed_with_fees);
    if (foreign) {
        append_totals(grid, "base", "All in base", base, summed);
    }
}

std::string positions_text(std::int64_t count)
{
    return std::to_string(count) + (count == 1 ? " position has" : " positions have");
}

std::vector<std::string> notes_on(std::int64_t unpriced, std::int64_t without_cost)
{
    std::vector<std::string> notes;
    if (unpriced > 0) {
        notes.push_back("? " + positions_text(unpriced) + " no known price");
    }
    if (without_cost > 0) {
        notes.push_back("? " + positions_text(without_cost) + " an unknown cost");
    }
    return notes;
}

} // namespace

void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, PositionsScope const& scope,
                     OutputStyle const& style)
{
    Grid grid{"positions", "", columns(have_several_accounts(rows), scope.separate_fees), {}, {}, "no positions"};
    std::int64_t unpriced = 0;
    std::int64_t without_cost = 0;
    for (auto const& row : rows) {
        grid.rows.push_back(row_of(row));
        unpriced += row.market_value ? 0 : 1;
        without_cost += row.position.total_cost ? 0 : 1;
    }
    append_all_totals(grid, rows);
    write(out,
          {"pf.positions/1",
           {{"as_of", scope.as_of ? day(*scope.as_of) : Value(Nothing())},
            {"booking_method", text(scope.method)},
            {"fees", text(scope.separate_fees ? "separate" : "in_basis")},
            {"unpriced", unpriced},
            {"unknown_cost", without_cost}},
           {grid},
           notes_on(unpriced, without_cost)},
          style);
}

} // namespace pf::report
