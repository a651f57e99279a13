#include "pf/report/positions.hpp"

#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/columns.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <map>

namespace pf::report {
namespace {

/// What a table of positions needs to have at all.
struct Needs {
    bool several_accounts = false;
    bool names = false;
    bool separate_fees = false;
    bool old_prices = false;
    bool changes = false;
    bool other_currencies = false; ///< than that of the total
    Currency currency;             ///< of the total
};

Shown where(bool needed)
{
    return needed ? Shown::everywhere : Shown::data_only;
}

std::vector<Column> columns(Needs const& needs)
{
    auto const right = Align::right;
    auto const data = [](char const* key, Align align) { return Column{key, "", align, Shown::data_only}; };
    auto const everywhere = Shown::everywhere;
    return {account_column(needs.several_accounts),
            {"ticker", "Ticker"},
            {"name", "Name", Align::left, where(needs.names), 5},
            {"asset_type", "Type", Align::left, Shown::data_only},
            {"quantity", "Quantity", right},
            {"avg_cost_basis", "Avg cost", right, everywhere, 8},
            {"total_cost", "Cost", right, everywhere, 4},
            {"last_price", "Price", right, everywhere, 2},
            {"price_date", "Price of", Align::left, where(needs.old_prices), 3},
            data("previous_close", right),
            {"day_change", "Change", right, where(needs.changes), 6},
            {"market_value", "Value", right},
            {"market_value_total", "In " + std::string{needs.currency.code()}, right, where(needs.other_currencies), 1},
            {"weight", "Weight", right, everywhere, 1},
            {"unrealized_pl", "Unrealized", right},
            {"realized_pl", "Realized", right, everywhere, 7},
            {"income", "Income", right, everywhere, 9},
            {"fees", "Fees", right, where(needs.separate_fees), 10},
            {"currency", "Currency"},
            data("total_cost_base", right),
            data("market_value_base", right),
            data("unrealized_pl_base", right),
            data("realized_pl_base", right),
            data("income_base", right),
            data("base_currency", Align::left),
            data("total_currency", Align::left),
            data("first_transaction_date", Align::left),
            data("last_transaction_date", Align::left)};
}

/// Where the whole is unknown, so is what anything is of it.
Value weight(std::optional<Decimal> const& weight, bool is_whole_known)
{
    return !weight && is_whole_known ? Value(Nothing()) : ratio(weight);
}

Value or_nothing(std::optional<Decimal> const& value, Currency currency)
{
    return value ? unit_price(value, currency) : Value(Nothing());
}

// Of nothing held there is no average.
Value average_cost(model::Position const& position)
{
    if (position.quantity.is_zero()) {
        return Nothing();
    }
    return unit_price(lots::per_unit(position.total_cost, position.quantity), position.currency);
}

Row row_of(PositionRow const& row, Currency total, bool is_whole_known)
{
    auto const& position = row.position;
    auto const& currency = position.currency;
    auto const& base = row.base_currency;
    bool const held = !position.quantity.is_zero();
    return {text(row.account),
            text(position.ticker),
            text(row.name),
            text(to_text(position.asset_type)),
            position.quantity,
            average_cost(position),
            amount(position.total_cost, currency),
            held ? unit_price(row.last_price, currency) : or_nothing(row.last_price, currency),
            row.price_date ? day(*row.price_date) : Value(Nothing()),
            or_nothing(row.previous_close, row.previous_close_currency),
            row.day_change ? ratio(row.day_change) : Value(Nothing()),
            amount(row.market_value, currency),
            amount(row.total.value, total),
            weight(row.total.weight, is_whole_known),
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
            text(total.code()),
            day(row.first_day),
            day(row.last_day)};
}

/// Money is worth what it is, and cost nothing that could be told.
Row row_of(CashRow const& row, Currency total, bool is_whole_known)
{
    auto const& currency = row.cash.currency;
    auto const nothing = Value(Nothing());
    return {text(row.account),
            text(currency.code()),
            nothing,
            text(to_text(model::AssetType::cash)),
            amount(row.cash.balance, currency),
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            nothing,
            amount(row.cash.balance, currency),
            amount(row.total.value, total),
            weight(row.total.weight, is_whole_known),
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
            text(total.code()),
            nothing,
            day(row.cash.last_day)};
}

TotalAmounts sum_of(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    TotalAmounts sum;
    for (auto const& row : rows) {
        sum = sum + row.total;
    }
    for (auto const& row : cash) {
        sum = sum + row.total;
    }
    return sum;
}

std::vector<std::string> const summed{"total_cost", "market_value", "unrealized_pl", "realized_pl", "income"};
std::vector<std::string> const summed_with_fees{"total_cost",  "market_value", "unrealized_pl",
                                                "realized_pl", "income",       "fees"};

void append_all_totals(Grid& grid, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    auto const totals = totals_of(rows, cash);
    append_totals(grid, "currency", "Total", totals.own, summed_with_fees);
    if (totals.has_foreign) {
        append_totals(grid, "base", "All in base", totals.base, summed);
    }
    hide_totals(grid);
}

/// The one total that people see. Fees are only known as they were paid.
void append_total(Grid& grid, TotalAmounts const& sum, std::vector<PositionRow> const& rows, Currency currency)
{
    append_one_total(grid, "total", "Total", currency,
                     {sum.cost, sum.value, sum.unrealized, sum.realized, sum.income, sum.value},
                     {"total_cost", "market_value", "unrealized_pl", "realized_pl", "income", "market_value_total"});
    auto& row = grid.totals.back().row;
    cell(grid, row, "weight") = weight(sum.weight, sum.value.has_value());
    cell(grid, row, "total_currency") = text(currency.code());
    std::optional<Decimal> fees{Decimal{}};
    for (auto const& position : rows) {
        fees = position.position.currency == currency ? valuation::sum(fees, position.position.fees) : std::nullopt;
    }
    cell(grid, row, "fees") = amount(fees, currency);
}

/// An account's money comes after its positions; there may be accounts with money alone.
RowSource rows_and_money(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash, Currency total,
                         bool is_whole_known)
{
    return [&, total, is_whole_known](RowReceiver const& receiver) {
        auto money = cash.begin();
        for (auto const& row : rows) {
            for (; money != cash.end() && money->cash.account_id < row.position.account_id; ++money) {
                receiver(row_of(*money, total, is_whole_known));
            }
            receiver(row_of(row, total, is_whole_known));
        }
        std::for_each(money, cash.end(), [&](auto const& row) { receiver(row_of(row, total, is_whole_known)); });
    };
}

bool have_several_accounts(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    return report::have_several_accounts(rows) || report::have_several_accounts(cash) ||
           (!rows.empty() && !cash.empty() && rows.front().account != cash.front().account);
}

std::string positions_text(std::vector<std::string> const& tickers)
{
    return std::to_string(tickers.size()) + (tickers.size() == 1 ? " position has" : " positions have");
}

/// What is not known, and which positions need it.
std::vector<std::string> notes_on(std::vector<PositionRow> const& rows)
{
    std::vector<std::string> unpriced;
    std::vector<std::string> without_cost;
    std::map<std::string, std::vector<std::string>> by_rate;
    std::vector<std::string> stale;
    std::vector<std::string> too_large;
    for (auto const& row : rows) {
        if (!row.market_value && row.lacking_rate.empty() && !row.is_too_large) {
            unpriced.push_back(row.position.ticker);
        }
        if (row.is_too_large) {
            too_large.push_back(row.position.ticker);
        }
        if (!row.position.total_cost) {
            without_cost.push_back(row.position.ticker);
        }
        if (!row.lacking_rate.empty()) {
            by_rate[row.lacking_rate].push_back(row.position.ticker);
        }
        if (row.is_stale_price) {
            stale.push_back(row.position.ticker);
        }
    }
    std::vector<std::string> notes;
    if (!unpriced.empty()) {
        notes.push_back("? " + positions_text(unpriced) +
                        " no known price: 'pf-prices fetch' or 'pf-import prices.csv'");
    }
    for (auto const& [rate, tickers] : by_rate) {
        notes.push_back("? no rate from " + rate + " is known, which the price of " + base::some_of(tickers) +
                        " needs: 'pf-prices fetch' or 'pf-import fx.csv'");
    }
    if (!without_cost.empty()) {
        notes.push_back("? " + positions_text(without_cost) + " an unknown cost: 'pf-ledger list --ticker " +
                        without_cost.front() + "' shows what brought the units");
    }
    if (!too_large.empty()) {
        notes.push_back("? out of range (at most 20 digits before the decimal mark): the value of " +
                        base::some_of(too_large));
    }
    if (!stale.empty()) {
        notes.push_back("the price is stale: " + base::some_of(stale));
    }
    return notes;
}

bool has_other_currency(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash, Currency total)
{
    return std::ranges::any_of(rows, [&](auto const& row) { return row.position.currency != total; }) ||
           std::ranges::any_of(cash, [&](auto const& row) { return row.cash.currency != total; });
}

std::vector<Fact> facts_of(PositionsScope const& scope)
{
    return {{"as_of", scope.as_of ? day(*scope.as_of) : Value(Nothing())},
            {"booking_method", text(scope.method)},
            {"fees", text(scope.separate_fees ? "separate" : "in_basis")},
            {"total_currency", text(scope.currency.code())}};
}

Row row_of(PositionGroup const& group, Currency currency, bool is_whole_known)
{
    auto const& total = group.total;
    return {text(group.key),
            group.members,
            amount(total.cost, currency),
            amount(total.value, currency),
            weight(total.weight, is_whole_known),
            amount(total.unrealized, currency),
            amount(total.realized, currency),
            amount(total.income, currency),
            text(currency.code())};
}

} // namespace

PositionTotals totals_of(std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash)
{
    PositionTotals totals;
    Decimal const none;
    for (auto const& row : cash) {
        totals.own.add(row.cash.currency, {none, row.cash.balance, none, none, none, none});
        totals.base.add(row.base_currency, {none, row.balance_base, none, none, none});
        totals.has_foreign = totals.has_foreign || row.cash.currency != row.base_currency;
    }
    for (auto const& row : rows) {
        auto const& position = row.position;
        totals.own.add(position.currency, {position.total_cost, row.market_value, row.unrealized_pl,
                                           position.realized_pl, position.income, position.fees});
        totals.base.add(row.base_currency, {position.total_cost_base, row.market_value_base, row.unrealized_pl_base,
                                            position.realized_pl_base, position.income_base});
        totals.has_foreign = totals.has_foreign || position.currency != row.base_currency;
    }
    return totals;
}

TotalAmounts operator+(TotalAmounts const& left, TotalAmounts const& right)
{
    return {valuation::sum(left.cost, right.cost),
            valuation::sum(left.value, right.value),
            valuation::sum(left.unrealized, right.unrealized),
            valuation::sum(left.realized, right.realized),
            valuation::sum(left.income, right.income),
            valuation::sum(left.weight, right.weight)};
}

void write_positions(std::ostream& out, std::vector<PositionRow> const& rows, std::vector<CashRow> const& cash,
                     PositionsScope const& scope, OutputStyle const& style)
{
    Needs const needs{have_several_accounts(rows, cash),
                      std::ranges::any_of(rows, [](auto const& row) { return !row.name.empty(); }),
                      scope.separate_fees,
                      std::ranges::any_of(rows, &PositionRow::is_old_price),
                      std::ranges::any_of(rows, [](auto const& row) { return row.day_change.has_value(); }),
                      has_other_currency(rows, cash, scope.currency),
                      scope.currency};
    auto const sum = sum_of(rows, cash);
    Grid grid{"positions", "", columns(needs), {}, {}, "no positions"};
    grid.source = rows_and_money(rows, cash, scope.currency, sum.value.has_value());
    append_all_totals(grid, rows, cash);
    append_total(grid, sum, rows, scope.currency);
    auto const unpriced = std::ranges::count_if(rows, [](auto const& row) { return !row.market_value; });
    auto const without_cost = std::ranges::count_if(rows, [](auto const& row) { return !row.position.total_cost; });
    auto facts = facts_of(scope);
    facts.insert(facts.begin() + 3, {{"unpriced", unpriced}, {"unknown_cost", without_cost}});
    auto notes = notes_on(rows);
    auto const rates = notes_on(scope.rates);
    notes.insert(notes.begin(), rates.begin(), rates.end());
    write(out, {"pf.positions/1", facts, {grid, rates_grid(scope.rates)}, notes}, style);
}

std::string title_of_groups(std::string const& by)
{
    auto title = by == "asset_type" ? std::string{"Type"} : by;
    auto& first = title.front();
    first = 'a' <= first && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : first;
    return title;
}

void write_position_groups(std::ostream& out, std::vector<PositionGroup> const& groups, std::int64_t members,
                           std::string const& by, PositionsScope const& scope, OutputStyle const& style)
{
    auto const right = Align::right;
    Grid grid{"groups",
              "",
              {{"group", title_of_groups(by)},
               {"members", "Lines", right},
               {"total_cost", "Cost", right},
               {"market_value", "Value", right},
               {"weight", "Weight", right},
               {"unrealized_pl", "Unrealized", right},
               {"realized_pl", "Realized", right, Shown::everywhere, 1},
               {"income", "Income", right, Shown::everywhere, 2},
               {"currency", by == "currency" ? "In" : "Currency"}},
              {},
              {},
              "no positions"};
    PositionGroup all{{}, members, {}};
    for (auto const& group : groups) {
        all.total = all.total + group.total;
    }
    for (auto const& group : groups) {
        grid.rows.push_back(row_of(group, scope.currency, all.total.value.has_value()));
    }
    grid.totals.push_back({"total", "Total", row_of(all, scope.currency, all.total.value.has_value())});
    auto facts = facts_of(scope);
    facts.insert(facts.begin(), {"by", text(by)});
    write(out, {"pf.position_groups/1", facts, {grid, rates_grid(scope.rates)}, notes_on(scope.rates)}, style);
}

} // namespace pf::report
