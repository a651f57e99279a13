#include "pf/web/allocation.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/mending.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/treemap.hpp"
#include "pf/web/words.hpp"
#include "pf/web/worth.hpp"

#include <algorithm>

namespace pf::web {

namespace {

/// Gain as a part of what it cost.
report::Value gain_ratio(Cells const& cells, report::Row const& row)
{
    auto const gain = cells.number(row, "unrealized_pl");
    auto const cost = cells.number(row, "total_cost");
    if (cells.is_unknown(row, "unrealized_pl")) {
        return report::Unknown{};
    }
    return gain && cost && !cost->is_zero()
               ? report::Value{report::Ratio{money::divide(*gain, cost->abs(), Rounding::half_even)}}
               : report::Value{report::Nothing{}};
}

/// Those of an asset type or of a currency, as an allocation leads to them. Sums are of all, and so are left out.
void keep_chosen(View const& view, report::Grid& grid)
{
    for (auto const& [parameter, key] : {std::pair{"asset-type", "asset_type"}, {"currency", "currency"}}) {
        if (auto const chosen = view.value(parameter); !chosen.empty()) {
            std::erase_if(grid.rows, [&, key = key](auto const& row) { return Cells{grid}.text(row, key) != chosen; });
            grid.totals.clear();
        }
    }
}

/// What is chosen, and the way back to all of it.
Markup on_choice(View const& view)
{
    Markup inside;
    for (auto const* const parameter : {"asset-type", "currency"}) {
        if (auto const chosen = view.value(parameter); !chosen.empty()) {
            inside +=
                element("p", {{"class", "hint"}},
                        Markup{"Only "} + isolated(chosen) + ". " + link(view.changed(parameter, ""), "Show all"));
        }
    }
    return inside;
}

/// The rows of the page that is asked for.
std::size_t cut_page(View const& view, report::Grid& grid)
{
    auto const count = grid.rows.size();
    auto const page = view.value("page");
    auto const first = page.empty() ? 0 : std::min(count, (std::stoul(page) - 1) * rows_of_page);
    auto const last = std::min(count, first + rows_of_page);
    grid.rows = {grid.rows.begin() + static_cast<std::ptrdiff_t>(first),
                 grid.rows.begin() + static_cast<std::ptrdiff_t>(last)};
    return count;
}

} // namespace

Markup holdings(View const& view)
{
    auto const form = filters(view, {account_filter(), day_filter("as-of", "As of"), method_filter()});
    auto const& answer = view.answer("positions");
    auto const* const positions = answer.grid("positions");
    if (positions == nullptr) {
        return form + refusal(answer);
    }
    auto grid = *positions;
    keep_chosen(view, grid);
    auto const map = treemap(grid);
    add_column(grid, "unrealized_pl", {"unrealized_ratio", "%", report::Align::right},
               [&](report::Row const& row) { return gain_ratio(Cells{grid}, row); });
    if (!view.value("sort").empty()) {
        sort_rows(grid, view.value("sort"));
    }
    auto const count = cut_page(view, grid);
    TableStyle style{"Holdings"};
    style.sorts = true;
    style.count = count;
    style.has_pages = true;
    return form + on_choice(view) + map + table(view, answer, grid, style) + on_weights(*positions) +
           notes(answer.report.notes) + mending(*positions);
}

} // namespace pf::web
