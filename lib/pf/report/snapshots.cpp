#include "pf/report/snapshots.hpp"

#include "pf/base/text.hpp"
#include "pf/report/columns.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace pf::report {
namespace {

Value name_or_nothing(std::optional<std::string> const& account)
{
    return account ? text(*account) : Value{Nothing{}};
}

Value moment_or_nothing(std::optional<Timestamp> const& value)
{
    return value ? moment(*value) : Value{Nothing{}};
}

bool have_several(std::vector<SnapshotLine> const& lines)
{
    return std::ranges::any_of(lines, [&](auto const& line) { return line.account != lines.front().account; });
}

/// What people see of the counts: only those that are not zero.
std::string lacks_text(model::Snapshot const& snapshot)
{
    std::string result;
    auto const add = [&](std::int64_t count, std::string_view what) {
        if (count > 0) {
            result += fmt::format("{}{} {}", result.empty() ? "" : ", ", count, what);
        }
    };
    add(snapshot.unpriced, "unpriced");
    add(snapshot.stale_prices, "stale");
    add(snapshot.missing_rates, "no rate");
    add(snapshot.stale_rates, "stale rate");
    add(snapshot.unknown_cost, "no cost");
    return result;
}

std::vector<Column> amount_columns()
{
    return {{"total_value", "Value", Align::right},
            {"market_value", "", Align::right, Shown::data_only},
            {"cash_balance", "Cash", Align::right},
            {"total_cost", "Cost", Align::right, Shown::everywhere, 1},
            {"unrealized_pl", "Unrealized", Align::right},
            {"realized_pl", "Realized", Align::right, Shown::everywhere, 2},
            {"income", "Income", Align::right, Shown::everywhere, 3},
            {"net_flows", "Net flows", Align::right, Shown::everywhere, 4},
            {"own_transfers", "", Align::right, Shown::data_only},
            {"base_currency", "Currency"}};
}

void append_amounts(Row& row, model::Snapshot const& snapshot)
{
    auto const& currency = snapshot.base_currency;
    for (auto const& value :
         {snapshot.total_value, snapshot.market_value, snapshot.cash_balance, snapshot.total_cost,
          snapshot.unrealized_pl, snapshot.realized_pl, snapshot.income, snapshot.net_flows, snapshot.own_transfers}) {
        row.push_back(amount(value, currency));
    }
    row.push_back(text(currency.code()));
}

std::vector<Column> count_columns()
{
    return {{"unpriced", "", Align::right, Shown::data_only},      {"stale_prices", "", Align::right, Shown::data_only},
            {"missing_rates", "", Align::right, Shown::data_only}, {"stale_rates", "", Align::right, Shown::data_only},
            {"unknown_cost", "", Align::right, Shown::data_only},  {"lacks", "Lacks", Align::left, Shown::table_only}};
}

void append_counts(Row& row, model::Snapshot const& snapshot)
{
    for (auto const count : {snapshot.unpriced, snapshot.stale_prices, snapshot.missing_rates, snapshot.stale_rates,
                             snapshot.unknown_cost}) {
        row.push_back(count);
    }
    row.push_back(text(lacks_text(snapshot)));
}

void append(std::vector<Column>& columns, std::vector<Column> const& more)
{
    columns.insert(columns.end(), more.begin(), more.end());
}

/// Leave out a column that no row has anything in.
void drop_if_empty(Grid& grid, std::string_view key)
{
    auto const column = std::ranges::find(grid.columns, key, &Column::key);
    auto const at = column - grid.columns.begin();
    if (std::ranges::all_of(grid.rows, [&](Row const& row) {
            return std::holds_alternative<Nothing>(row[static_cast<std::size_t>(at)]);
        })) {
        grid.columns.erase(column);
        std::ranges::for_each(grid.rows, [&](Row& row) { row.erase(row.begin() + at); });
    }
}

Grid snapshots_grid(std::vector<SnapshotLine> const& lines, std::string heading, std::string when_empty)
{
    auto const several = have_several(lines);
    Grid grid{"snapshots",
              std::move(heading),
              {{"snapshot_date", "Date"},
               {"account", "", Align::left, Shown::data_only},
               {"account_name", "Account", Align::left, Shown::table_only}},
              {},
              {},
              std::move(when_empty)};
    append(grid.columns, amount_columns());
    append(grid.columns, count_columns());
    append(grid.columns,
           {{"created_at", "", Align::left, Shown::data_only}, {"restated_at", "", Align::left, Shown::data_only}});
    for (auto const& [account, stored] : lines) {
        Row row{day(stored.snapshot.date), name_or_nothing(account),
                several ? text(account.value_or("all")) : Value{Nothing{}}};
        append_amounts(row, stored.snapshot);
        append_counts(row, stored.snapshot);
        row.push_back(account ? moment(stored.created_at) : Value{Nothing{}});
        row.push_back(moment_or_nothing(stored.restated_at));
        grid.rows.push_back(std::move(row));
    }
    drop_if_empty(grid, "account_name");
    drop_if_empty(grid, "lacks");
    return grid;
}

Grid positions_grid(std::vector<SnapshotLine> const& lines)
{
    Grid grid{"positions",
              "",
              {account_column(have_several(lines)),
               {"ticker", "Ticker"},
               {"asset_type", "", Align::left, Shown::data_only},
               {"quantity", "Quantity", Align::right},
               {"total_cost", "Cost", Align::right},
               {"last_price", "Price", Align::right},
               {"price_date", "Price of"},
               {"market_value", "Value", Align::right},
               {"unrealized_pl", "Unrealized", Align::right},
               {"currency", "Currency"},
               {"total_cost_base", "", Align::right, Shown::data_only},
               {"market_value_base", "", Align::right, Shown::data_only},
               {"unrealized_pl_base", "", Align::right, Shown::data_only},
               {"realized_pl_base", "", Align::right, Shown::data_only},
               {"income_base", "", Align::right, Shown::data_only},
               {"base_currency", "", Align::left, Shown::data_only}},
              {},
              {},
              ""};
    for (auto const& [account, stored] : lines) {
        auto const& base = stored.snapshot.base_currency;
        for (auto const& position : stored.snapshot.positions) {
            auto const& currency = position.currency;
            grid.rows.push_back(
                {name_or_nothing(account), text(position.ticker), text(to_text(position.asset_type)), position.quantity,
                 amount(position.total_cost, currency),
                 position.quantity.is_zero() ? Value{Nothing{}} : unit_price(position.last_price, currency),
                 position.price_date ? day(*position.price_date) : Value{Nothing{}},
                 amount(position.market_value, currency),
                 amount(valuation::difference(position.market_value, position.total_cost), currency),
                 text(currency.code()), amount(position.total_cost_base, base),
                 amount(position.market_value_base, base),
                 amount(valuation::difference(position.market_value_base, position.total_cost_base), base),
                 amount(position.realized_pl_base, base), amount(position.income_base, base), text(base.code())});
        }
    }
    return grid;
}

Grid cash_grid(std::vector<SnapshotLine> const& lines)
{
    Grid grid{"cash",
              "Cash",
              {account_column(have_several(lines)), {"amount", "Amount", Align::right}, {"currency", "Currency"}},
              {},
              {},
              ""};
    for (auto const& [account, stored] : lines) {
        for (auto const& [currency, balance] : stored.snapshot.cash) {
            grid.rows.push_back({name_or_nothing(account), amount(balance, currency), text(currency.code())});
        }
    }
    return grid;
}

} // namespace

std::string age_text(std::int64_t seconds)
{
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    if (seconds < minute) {
        return fmt::format("{} s", seconds);
    }
    if (seconds < hour) {
        return fmt::format("{} min", seconds / minute);
    }
    if (seconds < 2 * day) {
        return fmt::format("{} h {} min", seconds / hour, seconds % hour / minute);
    }
    return fmt::format("{} days {} h", seconds / day, seconds % day / hour);
}

void write_taken(std::ostream& out, std::vector<TakenLine> const& lines, TakenCounts const& counts, Date date,
                 OutputStyle const& style)
{
    Grid grid{"snapshots",
              "",
              {{"snapshot_date", "Date"},
               {"account", "Account"},
               {"result", "Result"},
               {"previous_value", "Was", Align::right}},
              {},
              {},
              "no transactions up to that day"};
    append(grid.columns, amount_columns());
    append(grid.columns, count_columns());
    for (auto const& line : lines) {
        auto const previous =
            line.result == "restated" ? amount(line.previous_value, line.snapshot.base_currency) : Value{Nothing{}};
        Row row{day(line.snapshot.date), text(line.account), text(line.result), previous};
        append_amounts(row, line.snapshot);
        append_counts(row, line.snapshot);
        grid.rows.push_back(std::move(row));
    }
    drop_if_empty(grid, "lacks");
    if (counts.restated == 0) {
        grid.columns[3].shown = Shown::data_only;
    }
    Report report{"pf.snapshot_take/1",
                  {{"snapshot_date", day(date)},
                   {"taken", counts.taken},
                   {"restated", counts.restated},
                   {"unchanged", counts.unchanged},
                   {"still_missing", counts.still_missing}},
                  {std::move(grid)},
                  {}};
    if (counts.still_missing > 0) {
        report.notes.push_back(base::counted(counts.still_missing, "missed day") + " left for the next run");
    }
    write(out, report, style);
}

void write_snapshots(std::ostream& out, std::vector<SnapshotLine> const& lines, OutputStyle const& style)
{
    write(out, {"pf.snapshots/1", {}, {snapshots_grid(lines, "", "no snapshots")}, {}}, style);
}

void write_snapshot(std::ostream& out, Date date, std::vector<SnapshotLine> const& lines, OutputStyle const& style)
{
    auto positions = positions_grid(lines);
    positions.when_empty = lines.empty() ? "" : "no positions";
    write(out,
          {"pf.snapshot/1",
           {{"snapshot_date", day(date)}},
           {std::move(positions), cash_grid(lines), snapshots_grid(lines, "Totals", "no snapshot")},
           {}},
          style);
}

void write_snapshot_history(std::ostream& out, Date date, std::vector<HistoryLine> const& history,
                            std::vector<SnapshotLine> const& now, OutputStyle const& style)
{
    Grid grid{"history",
              "",
              {account_column(have_several(now)), {"stored_at", "Stored at"}, {"superseded_at", "Superseded at"}},
              {},
              {},
              "no snapshot"};
    append(grid.columns, amount_columns());
    for (auto const& line : now) {
        for (auto const& [account, superseded] : history) {
            if (account == line.account) {
                Row row{text(account), moment(superseded.stored_at), moment(superseded.superseded_at)};
                append_amounts(row, superseded.snapshot);
                grid.rows.push_back(std::move(row));
            }
        }
        auto const& stored = line.stored;
        Row row{name_or_nothing(line.account), moment(stored.restated_at.value_or(stored.created_at)), Nothing{}};
        append_amounts(row, stored.snapshot);
        grid.rows.push_back(std::move(row));
    }
    write(out, {"pf.snapshot_history/1", {{"snapshot_date", day(date)}}, {std::move(grid)}, {}}, style);
}

namespace {

std::string_view state_of(FreshnessLine const& line)
{
    if (line.fresh) {
        return "fresh";
    }
    if (!line.as_of) {
        return "never taken";
    }
    return line.age_seconds ? "stale" : "from the future";
}

} // namespace

void write_freshness(std::ostream& out, std::vector<FreshnessLine> const& lines, std::int64_t max_age_seconds,
                     OutputStyle const& style)
{
    Grid grid{"accounts",
              "",
              {{"account", "Account"},
               {"snapshot_date", "Newest"},
               {"as_of", "", Align::left, Shown::data_only},
               {"age_seconds", "", Align::right, Shown::data_only},
               {"age", "Age", Align::right, Shown::table_only},
               {"fresh", "", Align::left, Shown::data_only},
               {"state", "State", Align::left, Shown::table_only},
               {"stale_prices", "Stale prices", Align::right}},
              {},
              {},
              "no account has transactions"};
    for (auto const& line : lines) {
        auto const& age = line.age_seconds;
        grid.rows.push_back({text(line.account), line.day ? day(*line.day) : Value{Nothing{}},
                             moment_or_nothing(line.as_of), age ? Value{*age} : Value{Nothing{}},
                             age ? text(age_text(*age)) : Value{Nothing{}}, line.fresh, text(state_of(line)),
                             line.stale_prices});
    }
    write(out, {"pf.snapshot_check/1", {{"max_age_seconds", max_age_seconds}}, {std::move(grid)}, {}}, style);
}

} // namespace pf::report
