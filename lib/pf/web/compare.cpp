#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

Markup compare(View const& view)
{
    auto const& answer = view.answer("compare");
    auto inside = filters(view, {account_filter(), day_filter("as-of", "As of")});
    if (!answer.refusal.empty()) {
        return inside + refusal(answer);
    }
    for (auto const& grid : answer.report.grids) {
        if (grid.shown == report::Shown::table_only && !grid.rows.empty()) {
            inside += table(view, answer, grid, TableStyle{grid.heading});
        }
    }
    return inside + notes(answer.report.notes);
}

} // namespace pf::web
