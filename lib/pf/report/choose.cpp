#include "pf/report/choose.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/report/writers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::report {
namespace {

/// `Avg cost` and `avg-cost` as `avg_cost`
std::string plain(std::string_view name)
{
    auto text = base::to_lower(name);
    std::ranges::replace_if(
        text, [](char c) { return c == ' ' || c == '-'; }, '_');
    return text;
}

bool can_show(Column const& column, OutputFormat format)
{
    return format == OutputFormat::table || column.shown != Shown::table_only;
}

[[noreturn]] void refuse(Grid const& grid, OutputFormat format, std::string const& name, char const* option)
{
    std::vector<std::string> keys;
    auto candidates = keys;
    for (auto const& column : grid.columns) {
        if (can_show(column, format)) {
            keys.push_back(column.key);
            candidates.push_back(column.key);
            candidates.push_back(plain(column.title));
        }
    }
    auto const near = base::nearest(plain(name), candidates);
    throw Error{ExitCode::usage, "unknown column " + base::quoted(name), option,
                (near ? "did you mean " + *near + "? " : "") + "there are " + base::join(keys, ", ")};
}

std::size_t place_of(Grid const& grid, OutputFormat format, std::string const& name, char const* option)
{
    auto const wanted = plain(name);
    for (auto const title : {false, true}) {
        for (std::size_t i = 0; i < grid.columns.size(); ++i) {
            auto const& column = grid.columns[i];
            if (can_show(column, format) && wanted == (title ? plain(column.title) : column.key)) {
                return i;
            }
        }
    }
    refuse(grid, format, name, option);
}

std::optional<Decimal> number_of(Value const& value)
{
    if (auto const* const quantity = std::get_if<Decimal>(&value)) {
        return *quantity;
    }
    if (auto const* const amount = std::get_if<Amount>(&value)) {
        return amount->value;
    }
    if (auto const* const price = std::get_if<UnitPrice>(&value)) {
        return price->value;
    }
    if (auto const* const ratio = std::get_if<Ratio>(&value)) {
        return ratio->value;
    }
    if (auto const* const count = std::get_if<std::int64_t>(&value)) {
        return Decimal{*count};
    }
    return std::nullopt;
}

bool is_nothing(Value const& value)
{
    return std::holds_alternative<Nothing>(value) || std::holds_alternative<Unknown>(value);
}

bool comes_before(Value const& left, Value const& right, bool goes_down)
{
    if (is_nothing(left) || is_nothing(right)) {
        return !is_nothing(left) && is_nothing(right);
    }
    auto const& low = goes_down ? right : left;
    auto const& high = goes_down ? left : right;
    auto const low_number = number_of(low);
    auto const high_number = number_of(high);
    return low_number && high_number ? *low_number < *high_number
                                     : base::to_lower(exact(low)) < base::to_lower(exact(high));
}

struct SortKey {
    std::size_t column = 0;
    bool goes_down = false;
};

/// What is to become of a grid, by places.
struct Plan {
    std::vector<std::size_t> columns;
    std::vector<SortKey> sort;
    std::optional<std::size_t> limit;
};

SortKey sort_key(Grid const& grid, OutputFormat format, std::string name)
{
    bool const goes_down = name.starts_with('-');
    name.erase(0, goes_down ? 1 : 0);
    return {place_of(grid, format, name, "--sort"), goes_down};
}

Plan plan_of(Grid const& grid, OutputStyle const& style)
{
    Plan plan{{}, {}, style.choice.limit};
    for (auto const& name : style.choice.columns) {
        plan.columns.push_back(place_of(grid, style.format, name, "--columns"));
    }
    for (std::size_t i = 0; style.choice.columns.empty() && i < grid.columns.size(); ++i) {
        plan.columns.push_back(i);
    }
    for (auto const& name : style.choice.sort) {
        plan.sort.push_back(sort_key(grid, style.format, name));
    }
    return plan;
}

Row picked(Row const& row, std::vector<std::size_t> const& columns)
{
    Row result;
    std::ranges::transform(columns, std::back_inserter(result), [&](std::size_t place) { return row[place]; });
    return result;
}

std::vector<Row> sorted_rows(Grid const& grid, Plan const& plan)
{
    std::vector<Row> rows;
    visit_rows(grid, [&](Row const& row) { rows.push_back(row); });
    for (auto key = plan.sort.rbegin(); key != plan.sort.rend(); ++key) { // each keeps the order of those before it
        sort_rows(rows, key->column, key->goes_down);
    }
    return rows;
}

/// Rows that nobody sorts go on coming one by one.
RowSource rows_of_plan(Grid const& grid, Plan const& plan)
{
    return [&grid, plan,
            sorted = plan.sort.empty() ? std::vector<Row>{} : sorted_rows(grid, plan)](RowReceiver const& receiver) {
        std::size_t count = 0;
        auto const take = [&](Row const& row) {
            if (!plan.limit || count++ < *plan.limit) {
                receiver(picked(row, plan.columns));
            }
        };
        plan.sort.empty() ? visit_rows(grid, take) : static_cast<void>(std::ranges::for_each(sorted, take));
    };
}

Column shown_column(Column column, bool is_named)
{
    if (is_named) {
        column.title = column.title.empty() ? column.key : column.title;
        column.shown = Shown::everywhere;
        column.rank = 0;
    }
    return column;
}

Grid chosen_grid(Grid const& grid, Plan const& plan, bool are_named)
{
    Grid result;
    result.key = grid.key;
    result.heading = grid.heading;
    result.when_empty = grid.when_empty;
    result.shown = grid.shown;
    result.goes_out_at_once = grid.goes_out_at_once;
    for (auto const place : plan.columns) {
        result.columns.push_back(shown_column(grid.columns[place], are_named));
    }
    for (auto const& total : grid.totals) {
        result.totals.push_back({total.key, total.label, picked(total.row, plan.columns), total.shown});
    }
    result.source = rows_of_plan(grid, plan);
    return result;
}

std::size_t place_of_grid(Report const& report, OutputFormat format)
{
    auto const is_shown = [&](Grid const& grid) {
        return format != OutputFormat::table ||
               (grid.shown != Shown::data_only && !(grid.when_empty.empty() && grid.rows.empty() && !grid.source));
    };
    auto const found = std::ranges::find_if(report.grids, is_shown);
    return found == report.grids.end() ? 0 : static_cast<std::size_t>(found - report.grids.begin());
}

std::string limit_note(Grid const& grid, std::size_t limit)
{
    std::size_t count = 0;
    visit_rows(grid, [&](Row const& /*row*/) { ++count; });
    return count <= limit
               ? ""
               : fmt::format("{} of {} rows{}", limit, count, grid.totals.empty() ? "" : "; the totals are of all");
}

} // namespace

void sort_rows(std::vector<Row>& rows, std::size_t column, bool goes_down)
{
    std::ranges::stable_sort(
        rows, [&](Row const& left, Row const& right) { return comes_before(left[column], right[column], goes_down); });
}

Report chosen(Report const& report, OutputStyle const& style)
{
    auto const at = place_of_grid(report, style.format);
    auto const& grid = report.grids[at];
    auto const plan = plan_of(grid, style);
    Report result{report.schema, report.facts, {}, report.notes};
    for (std::size_t i = 0; i < report.grids.size(); ++i) {
        result.grids.push_back(i == at ? chosen_grid(grid, plan, !style.choice.columns.empty()) : report.grids[i]);
    }
    auto note = plan.limit && style.format == OutputFormat::table ? limit_note(grid, *plan.limit) : std::string{};
    if (!note.empty()) {
        result.notes.insert(result.notes.begin(), std::move(note));
    }
    return result;
}

} // namespace pf::report
