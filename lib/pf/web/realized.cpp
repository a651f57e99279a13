#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

Markup realized(View const& view)
{
    auto const form =
        filters(view, {account_filter(), {"year", "Year", Filter::Kind::text, {}, "all"}, method_filter()});
    auto const& answer = view.answer("realized");
    auto const* const sales = answer.grid("disposals");
    if (sales == nullptr) {
        return form + refusal(answer);
    }
    auto inside = form;
    if (auto const* const years = view.answer("years").grid("years"); years != nullptr && !years->rows.empty()) {
        TableStyle style{"By year"};
        style.cell = [&](report::Column const& column, report::Row const& row) -> std::optional<Markup> {
            auto const year = Cells{*years}.text(row, "year");
            return column.key == "year" ? std::optional{link(view.changed("year", year), year)} : std::nullopt;
        };
        inside += table(view, view.answer("years"), *years, style);
    }
    TableStyle style{"Sales, lot by lot"};
    style.count = answer.counts.front();
    style.has_pages = true;
    return inside + table(view, answer, *sales, style);
}

} // namespace pf::web
