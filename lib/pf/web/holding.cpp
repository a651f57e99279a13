#include "pf/web/chart.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/mending.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

/// The grid of an answer under a heading; nothing, when it has no rows.
Markup part(View const& view, char const* name, char const* key, std::string const& caption,
            std::vector<std::string> const& extra = {})
{
    auto const& answer = view.answer(name);
    auto const* const grid = answer.grid(key);
    if (grid == nullptr) {
        return refusal(answer);
    }
    TableStyle style{caption};
    style.extra = extra;
    style.left_out = {"ticker", "weight"};
    style.count = answer.counts.front();
    style.has_pages = std::string_view{name} == "transactions";
    return grid->rows.empty() ? Markup{} : table(view, answer, *grid, style);
}

} // namespace

Markup holding(View const& view)
{
    auto inside = filters(view, {account_filter(), day_filter("as-of", "As of"), method_filter()});
    auto const& positions = view.answer("positions");
    inside += part(view, "positions", "positions", "Position", {"price_date", "first_transaction_date"});
    inside += price_chart(view, view.answer("prices"), view.answer("transactions").grid("transactions"));
    inside += part(view, "lots", "lots", "Open lots", {"purchase_price", "opening_transaction_id"});
    inside += part(view, "realized", "disposals", "Realized, lot by lot");
    inside += part(view, "transactions", "transactions", "Transactions", {"import_id", "line_no"});
    if (auto const* const grid = positions.grid("positions")) {
        inside += mending(*grid);
    }
    return inside + notes(positions.report.notes);
}

} // namespace pf::web
