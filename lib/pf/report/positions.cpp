#include "pf/report/positions.hpp"

#include "pf/report/columns.hpp"

#include <algorithm>
#include <map>

namespace pf::report {
namespace {

std::vector<Column> columns(bool several_accounts, bool separate_fees, bool old_prices)
{
    auto const fees = separate_fees ? Shown::everywhere : Shown::data_only;
    auto const price_day = old_prices ? Shown::everywhere : Shown::data_only;
    return {account_column(several_accounts),
            {"ticker", "Ticker"},
            {"asset_type", "Type", Align::left, Shown::data_only},
            {"quantity", "Quantity", Align::right},
            {"avg_cost_basis", "Avg cost", Align::right},
            {"total_cost", "Cost", Align::right},
            {"last_price", "Price", Align::right},
            {"price_date", "Price of", Align::left, price_day},
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
            day(row.first_day),
            day(row.last_day)};
}

/// Money is worth what it is, and cost nothing that could be told.
Row row_of(CashRow const& row)
{
    auto const& currency = row.cash.currency;
    auto const nothing = Value(Nothing());
    return {text(row.account),
            text(currency.code()),
            text(to_text(model::AssetType::cash)),
            amount(row.cash.balance, currency),
            nothing,
            nothing,
            nothing,
            nothing,
            amount(row.cash.balance, currency),
            nothing,
            nothing,
            nothing,
            nothing,
            text(currency.code()),
            nothing,
            amount(row.balance_base, row.base_currency),
            nothing,
            nothing,
            nothing,
            text(row.base_currency.code()),
            nothing,
            day(row.cash.last_day)};
}

std::vector<std::string> const summed{"total_cost", "market_value", "unrealized_pl", "realized_pl", "income"};
std::vector<std::string> const summed_with_fees{"total_cost",  "market_value", "unrealized_pl",
                                                "realized_pl", "income",       "fees"};

void append_all_totals(Grid& grid, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    Totals own;
    Totals base;
    bool foreign = false;
    Decimal const none;
    for (auto const& row : cash) {
        own.add(row.cash.currency, {none, row.cash.balance, none, none, none, none});
        base.add(row.base_currency, {none, row.balance_base, none, none, none});
        foreign = foreign || row.cash.currency != row.base_currency;
    }
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

/// An account's money comes after its positions; there may be accounts with money alone.
RowSource rows_and_money(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    return [&](RowReceiver const& receiver) {
        auto money = cash.begin();
        for (auto const& row : rows) {
            for (; money != cash.end() && money->cash.account_id < row.position.account_id; ++money) {
                receiver(row_of(*money));
            }
            receiver(row_of(row));
        }
        std::for_each(money, cash.end(), [&](auto const& row) { receiver(row_of(row)); });
    };
}

bool have_several_accounts(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    return report::have_several_accounts(rows) || report::have_several_accounts(cash) ||
           (!rows.empty() && !cash.empty() && rows.front().account != cash.front().account);
}

std::string positions_text(std::int64_t count)
{
    return std::to_string(count) + (count == 1 ? " position has" : " positions have");
}

/// `A, B and 3 more`
std::string named(std::vector<std::string> const& tickers)
{
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, tickers.size()); ++i) {
        text += (i == 0 ? "" : ", ") + tickers[i];
    }
    return tickers.size() > most ? text + " and " + std::to_string(tickers.size() - most) + " more" : text;
}

/// What is not known, and which positions need it.
std::vector<std::string> notes_on(std::vector<PositionRow> const& rows)
{
    std::int64_t unpriced = 0;
    std::int64_t without_cost = 0;
    std::map<std::string, std::vector<std::string>> by_rate;
    std::vector<std::string> stale;
    for (auto const& row : rows) {
        unpriced += !row.market_value && row.lacking_rate.empty() ? 1 : 0;
        without_cost += row.position.total_cost ? 0 : 1;
        if (!row.lacking_rate.empty()) {
            by_rate[row.lacking_rate].push_back(row.position.ticker);
        }
        if (row.is_stale_price) {
            stale.push_back(row.position.ticker);
        }
    }
    std::vector<std::string> notes;
    if (unpriced > 0) {
        notes.push_back("? " + positions_text(unpriced) + " no known price");
    }
    for (auto const& [rate, tickers] : by_rate) {
        notes.push_back("? no rate from " + rate + " is known, which the price of " + named(tickers) + " needs");
    }
    if (without_cost > 0) {
        notes.push_back("? " + positions_text(without_cost) + " an unknown cost");
    }
    if (!stale.empty()) {
        notes.push_back("the price is stale: " + named(stale));
    }
    return notes;
}

} // namespace

void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash,
                     PositionsScope const& scope, OutputStyle const& style)
{
    auto const old_prices = std::ranges::any_of(rows, &PositionRow::is_old_price);
    Grid grid{"positions", "", columns(have_several_accounts(rows, cash), scope.separate_fees, old_prices),
              {},          {}, "no positions"};
    grid.source = rows_and_money(rows, cash);
    append_all_totals(grid, rows, cash);
    auto const unpriced = std::ranges::count_if(rows, [](auto const& row) { return !row.market_value; });
    auto const without_cost = std::ranges::count_if(rows, [](auto const& row) { return !row.position.total_cost; });
    write(out,
          {"pf.positions/1",
           {{"as_of", scope.as_of ? day(*scope.as_of) : Value(Nothing())},
            {"booking_method", text(scope.method)},
            {"fees", text(scope.separate_fees ? "separate" : "in_basis")},
            {"unpriced", unpriced},
            {"unknown_cost", without_cost}},
           {grid},
           notes_on(rows)},
          style);
}

} // namespace pf::report
