#include "pf/web/chart.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

/// The positions of a group. \param parameter  of the page of holdings that chooses them
Markup link_of(View const& view, std::string const& parameter, std::string const& group)
{
    auto url = Url{"holdings"}.with("as-of", view.value("as-of"));
    url = parameter == "account" ? url : url.with("account", view.value("account"));
    return link(url.with(parameter, group), isolated(group));
}

/// As the program prints it, the largest first, and bars that are drawn.
Markup part(View const& view, char const* name, std::string const& parameter, std::string const& caption)
{
    auto const& answer = view.answer(name);
    auto const* const groups = answer.grid("allocation");
    if (groups == nullptr) {
        return refusal(answer);
    }
    auto grid = *groups;
    sort_rows(grid, "-market_value");
    TableStyle style{caption};
    style.cell = [&](report::Column const& column, report::Row const& row) -> std::optional<Markup> {
        Cells const cells{grid};
        if (column.key == "bar") {
            return element("div", {{"class", "bars"}}, bar(cells.number(row, "weight").value_or(Decimal{})));
        }
        return column.key == "group" ? std::optional{link_of(view, parameter, cells.text(row, "group"))} : std::nullopt;
    };
    return table(view, answer, grid, style);
}

} // namespace

Markup spread(View const& view)
{
    auto const form = filters(view, {account_filter(), day_filter("as-of", "As of"), {"in", "In currency"}});
    auto const parts = part(view, "types", "asset-type", "By asset type") +
                       part(view, "currencies", "currency", "By currency") +
                       part(view, "spread", "account", "By account");
    return form + element("div", {{"class", "columns"}}, parts) + notes(view.answer("types").report.notes);
}

} // namespace pf::web
