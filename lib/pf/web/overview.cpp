#include "pf/base/age.hpp"
#include "pf/base/time.hpp"
#include "pf/web/allocation.hpp"
#include "pf/web/chart.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/mending.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"
#include "pf/web/worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace pf::web {

namespace {

Markup tile(char const* title, Markup const& figure, Markup const& below = {})
{
    return element("div", {{"class", "tile"}},
                   element("dt", {}, title) + element("dd", {}, figure) +
                       (below.is_empty() ? Markup{} : element("dd", {{"class", "below"}}, below)));
}

Markup worth_tile(Worth const& worth, Reader const& reader)
{
    Markup below;
    if (!worth.total) {
        below =
            money_of(worth.known, worth.currency, reader) + fmt::format(" without {} of unknown value", worth.unknown);
    }
    return tile("Value", link(Url{"holdings"}, money_of(worth.total, worth.currency, reader)), below);
}

/// The sums that tell most: all in one currency, where there are such.
std::vector<report::Total> last_totals(report::Grid const& grid)
{
    std::vector<report::Total> totals;
    for (auto const& total : grid.totals) {
        if (total.key == grid.totals.back().key) {
            totals.push_back(total);
        }
    }
    return totals;
}

Markup sum_tile(char const* title, char const* key, Url const& url, report::Grid const& grid, Reader const& reader)
{
    Cells const cells{grid};
    Markup figures;
    for (auto const& total : last_totals(grid)) {
        figures += element("div", {}, gain_of(cells.number(total.row, key), cells.text(total.row, "currency"), reader));
    }
    return tile(title, figures.is_empty() ? Markup{"–"} : link(url, figures));
}

/// The newest price, and how many days ago it was.
Markup price_age(View const& view, report::Grid const& positions)
{
    Cells const cells{positions};
    std::string newest;
    for (auto const& row : positions.rows) {
        newest = std::max(newest, cells.text(row, "price_date"));
    }
    auto const day = base::parse_date(newest);
    if (!day) {
        return tile("Newest price", "none", command("pf-prices fetch"));
    }
    auto const since = base::age_of(Timestamp{*day}, Timestamp{view.today});
    if (!since) {
        return tile("Newest price", link(Url{"status"}, newest), "of a day that has not come");
    }
    auto const days = std::chrono::floor<std::chrono::days>(*since).count();
    constexpr int fresh_days = 4;
    auto const age = days == 0 ? std::string{"today"} : fmt::format("{} day{} ago", days, days == 1 ? "" : "s");
    return tile("Newest price", link(Url{"status"}, newest),
                days > fresh_days ? Markup{age + ": "} + command("pf-prices fetch") : Markup{age});
}

Markup tiles(View const& view, report::Grid const& positions)
{
    Markup inside;
    for (auto const& worth : worths_of(positions)) {
        inside += worth_tile(worth, view.reader);
    }
    inside += sum_tile("Unrealized", "unrealized_pl", Url{"holdings"}, positions, view.reader);
    inside += sum_tile("Realized", "realized_pl", Url{"realized"}, positions, view.reader);
    inside += sum_tile("Income", "income", Url{"income"}, positions, view.reader);
    inside += price_age(view, positions);
    return element("dl", {{"class", "tiles"}}, inside);
}

/// The line of all accounts together, or of the only one; of several base currencies there are several.
std::vector<report::Row> whole_rows(report::Grid const& grid)
{
    std::vector<report::Row> rows;
    for (auto const& total : grid.totals) {
        if (total.shown != report::Shown::data_only) {
            rows.push_back(total.row);
        }
    }
    return rows.empty() ? grid.rows : rows;
}

struct Period {
    char const* name; ///< of the answer
    char const* title;
};

constexpr std::array shown_periods{Period{"month", "30 days"}, Period{"year", "this year"},
                                   Period{"returns", "all time"}};

report::Grid periods(View const& view)
{
    report::Grid grid{"returns", "", {{"period", "Over"}}, {}, {}, "nothing was held yet"};
    std::vector<std::string> const keys{"opening_value", "net_flows", "gain",         "closing_value",
                                        "twr",           "xirr",      "max_drawdown", "currency"};
    for (auto const& [name, title] : shown_periods) {
        auto const* const returns = view.answer(name).grid("returns");
        if (returns == nullptr) {
            continue;
        }
        if (grid.columns.size() == 1) {
            std::ranges::copy_if(returns->columns, std::back_inserter(grid.columns), [&](report::Column const& column) {
                return std::ranges::find(keys, column.key) != keys.end();
            });
        }
        for (auto const& row : whole_rows(*returns)) {
            report::Row line{report::text(title)};
            for (std::size_t i = 1; i < grid.columns.size(); ++i) {
                line.push_back(Cells{*returns}.value(row, grid.columns[i].key));
            }
            grid.rows.push_back(std::move(line));
        }
    }
    return grid;
}

/// Leads to the same days account by account.
std::optional<Markup> cell_of_period(View const& view, std::string const& title)
{
    auto const period = std::ranges::find(shown_periods, title, &Period::title);
    if (period == shown_periods.end()) {
        return std::nullopt;
    }
    auto url = Url{"performance"}.with("account", view.value("account"));
    for (auto const& [name, value] : view.answer(period->name).query) {
        url = name == "from" ? url.with(name, value) : url;
    }
    return link(url, title);
}

Markup empty_portfolio()
{
    return element("div", {{"class", "notice"}},
                   element("p", {}, "There are no books yet. A broker's export brings them in:") +
                       element("p", {}, command("pf-import YOUR-EXPORT.csv")) +
                       element("p", {{"class", "hint"}}, "This page shows what is there, and changes nothing."));
}

} // namespace

Markup overview(View const& view)
{
    auto const& answer = view.answer("positions");
    auto const* const positions = answer.grid("positions");
    if (positions == nullptr) {
        return refusal(answer);
    }
    auto const form = filters(view, {account_filter()});
    if (positions->rows.empty()) {
        return form + empty_portfolio();
    }
    TableStyle style{"Returns"};
    auto const& returns = view.answer("returns");
    auto const returned = periods(view);
    style.cell = [&](report::Column const& column, report::Row const& row) {
        return column.key == "period" ? cell_of_period(view, Cells{returned}.text(row, "period")) : std::nullopt;
    };
    auto inside = form + tiles(view, *positions) + chart(view, view.answer("plot"), "overview");
    inside += returns.refusal.empty() ? table(view, returns, returned, style) : refusal(returns);
    inside += allocation(view, *positions) + on_weights(*positions);
    return inside + mending(*positions) + notes(answer.report.notes);
}

} // namespace pf::web
