#include "pf/report/payments.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/report/grid.hpp"
#include "pf/report/writers.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <set>

namespace pf::report {
namespace {

using Kind = valuation::PaymentKind;
using Figure = std::optional<Decimal> (*)(PaymentSums const&);

std::optional<Decimal> sum_of(PaymentSums const& sums, Kind kind)
{
    auto const found = sums.find(kind);
    return found == sums.end() ? std::optional{Decimal{}} : found->second;
}

template <Kind... kinds>
std::optional<Decimal> sum(PaymentSums const& sums)
{
    std::optional<Decimal> total{Decimal{}};
    (valuation::add_to(total, sum_of(sums, kinds)), ...);
    return total;
}

constexpr Figure gross = sum<Kind::dividend, Kind::interest, Kind::reward>;

std::optional<Decimal> net(PaymentSums const& sums)
{
    return valuation::difference(gross(sums), sum_of(sums, Kind::withheld));
}

/// A column of a table, and what stands in it.
struct Part {
    char const* key;
    char const* title;
    Figure figure;
    int rank = 0;
};

/// What makes income differ from costs.
struct Shape {
    char const* schema;
    char const* key;
    char const* when_empty;
    std::vector<Part> parts; ///< the last is what is told month by month
    bool has_yield = false;
};

Shape income_shape()
{
    return {"pf.income/1",
            "income",
            "no income",
            {{"dividends", "Dividends", sum<Kind::dividend>, 4},
             {"interest", "Interest", sum<Kind::interest>, 4},
             {"rewards", "Rewards", sum<Kind::reward>, 5},
             {"gross", "Gross", gross},
             {"tax_withheld", "Tax", sum<Kind::withheld>},
             {"net", "Net", net}},
            true};
}

Shape costs_shape()
{
    return {"pf.costs/1",
            "costs",
            "no costs",
            {{"trade_fees", "In trades", sum<Kind::trade_fee>},
             {"fees", "Fees", sum<Kind::fee>},
             {"taxes", "Taxes", sum<Kind::tax>},
             {"costs", "Costs", sum<Kind::trade_fee, Kind::fee, Kind::tax>}},
            false};
}

std::string title_of(std::string by)
{
    by.front() = static_cast<char>(by.front() - 'a' + 'A');
    return by;
}

std::vector<Column> columns(Payments const& payments, Shape const& shape)
{
    auto const shown = payments.as_grid ? Shown::data_only : Shown::everywhere;
    std::vector<Column> columns{{"group", "", Align::left, Shown::data_only},
                                {"name", title_of(payments.by), Align::left, Shown::table_only}};
    for (auto const& part : shape.parts) {
        columns.push_back({part.key, part.title, Align::right, shown, part.rank});
    }
    columns.push_back({"currency", "Currency", Align::left, shown});
    auto const& most = shape.parts.back();
    auto const in = std::string{most.title} + " in " + std::string{payments.currency.code()};
    for (auto const& part : shape.parts) {
        bool const is_shown = part.key == most.key && payments.has_foreign && !payments.as_grid;
        columns.push_back(
            {std::string{part.key} + "_total", in, Align::right, is_shown ? Shown::everywhere : Shown::data_only, 3});
    }
    columns.push_back({"total_currency", "", Align::left, Shown::data_only});
    if (shape.has_yield) {
        bool const has_yields = std::ranges::any_of(payments.rows, &PaymentRow::has_yield) && !payments.as_grid;
        columns.push_back(
            {"yield_on_cost", "Yield on cost", Align::right, has_yields ? Shown::everywhere : Shown::data_only, 1});
    }
    return columns;
}

Row row_of(PaymentRow const& row, Payments const& payments, Shape const& shape)
{
    Row cells{text(row.group), text(row.group.empty() ? "(money)" : row.group)};
    for (auto const& part : shape.parts) {
        cells.push_back(amount(part.figure(row.own), row.currency));
    }
    cells.push_back(text(row.currency.code()));
    for (auto const& part : shape.parts) {
        cells.push_back(amount(part.figure(row.total), payments.currency));
    }
    cells.push_back(text(payments.currency.code()));
    if (shape.has_yield) {
        cells.push_back(row.has_yield ? ratio(row.yield) : Value(Nothing()));
    }
    return cells;
}

/// Years below each other, months beside each other.
Grid months_grid(Payments const& payments, Shape const& shape)
{
    constexpr std::array names{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Grid grid{"months", "", {{"year", "Year"}}, {}, {}, shape.when_empty, Shown::table_only};
    for (auto const* const name : names) {
        grid.columns.push_back({name, name, Align::right});
    }
    grid.columns.push_back({"year_total", "Year", Align::right});
    grid.columns.push_back({"currency", "Currency"});
    auto const figure = shape.parts.back().figure;
    std::map<int, Row> years;
    std::map<int, std::optional<Decimal>> sums;
    for (auto const& [month, of_month] : payments.months) {
        auto& row = years.try_emplace(month.first, Row(grid.columns.size(), Nothing())).first->second;
        auto const value = figure(of_month);
        row.at(month.second) = amount(value, payments.currency);
        valuation::add_to(sums.try_emplace(month.first, Decimal{}).first->second, value);
    }
    for (auto& [year, row] : years) {
        row.front() = text(std::to_string(year));
        row[grid.columns.size() - 2] = amount(sums.at(year), payments.currency);
        row.back() = text(payments.currency.code());
        grid.rows.push_back(row);
    }
    Row total(grid.columns.size(), Nothing());
    total[grid.columns.size() - 2] = amount(figure(payments.total.total), payments.currency);
    total.back() = text(payments.currency.code());
    grid.totals.push_back({"total", "Total", total});
    return grid;
}

/// Does it fit? Numbers are never cut.
bool fits(Grid const& grid, OutputStyle const& style)
{
    std::size_t width = 0;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        auto widest = grid.columns[i].title.size();
        for (auto const& row : grid.rows) {
            widest = std::max(widest, shown(row[i]).size());
        }
        width += widest + (i == 0 ? 0 : 2);
    }
    return style.width == 0 || width <= style.width;
}

std::vector<std::string> notes_on(Payments const& payments, Shape const& shape)
{
    std::vector<std::string> notes;
    if (payments.has_foreign) {
        notes.push_back("the total is in " + std::string{payments.currency.code()} +
                        ": each payment at the rates of its day");
    }
    if (payments.as_grid && !payments.rows.empty()) {
        notes.push_back(std::string{shape.parts.back().title} + " by month; --by shows the parts");
    }
    if (payments.total.has_yield && payments.total.yield) {
        notes.push_back(
            "yield on cost of the 12 months to " + base::to_text(payments.last) + ": " +
            money::multiply(*payments.total.yield, Decimal{100}, Rounding::half_even).to_text(2, Rounding::half_even) +
            " %");
    }
    if (auto const unknown = unknown_payments(payments); unknown > 0) {
        notes.push_back(
            "? " + std::to_string(unknown) + (unknown == 1 ? " sum is" : " sums are") +
            " unknown: an amount or an exchange rate is missing; 'pf-prices fetch' or 'pf-import fx.csv' brings rates");
    }
    return notes;
}

void write_payments(std::ostream& out, Payments payments, Shape const& shape, OutputStyle const& style)
{
    auto months = payments.as_grid ? months_grid(payments, shape) : Grid{};
    payments.as_grid = payments.as_grid && fits(months, style);
    Grid grid{shape.key, "", columns(payments, shape), {}, {}, payments.as_grid ? "" : shape.when_empty};
    for (auto const& row : payments.rows) {
        grid.rows.push_back(row_of(row, payments, shape));
    }
    auto total = payments.total;
    total.own = total.total;
    total.currency = payments.currency;
    grid.totals.push_back({"total", "Total", row_of(total, payments, shape)});
    grid.totals.back().row.front() = Nothing();
    if (payments.as_grid) {
        grid.shown = Shown::data_only;
    }
    std::vector<Grid> grids{std::move(grid)};
    if (payments.as_grid) {
        grids.push_back(std::move(months));
    }
    write(out,
          {shape.schema,
           {{"by", text(payments.by)},
            {"from", payments.first ? day(*payments.first) : Value(Nothing())},
            {"to", day(payments.last)},
            {"total_currency", text(payments.currency.code())},
            {"unknown", unknown_payments(payments)}},
           std::move(grids),
           notes_on(payments, shape)},
          style);
}

} // namespace

std::int64_t unknown_payments(Payments const& payments)
{
    auto const unknown = [](PaymentSums const& sums) {
        return std::ranges::any_of(sums, [](auto const& entry) { return !entry.second; });
    };
    return std::ranges::count_if(payments.rows,
                                 [&](PaymentRow const& row) { return unknown(row.own) || unknown(row.total); });
}

void write_income(std::ostream& out, Payments const& payments, OutputStyle const& style)
{
    write_payments(out, payments, income_shape(), style);
}

void write_costs(std::ostream& out, Payments const& payments, OutputStyle const& style)
{
    write_payments(out, payments, costs_shape(), style);
}

} // namespace pf::report
