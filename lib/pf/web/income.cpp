#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

Filter by_filter()
{
    return {"by", "By", Filter::Kind::choice, {"month", "quarter", "year", "ticker", "account"}, "year and month"};
}

/// As the terminal shows it: a line for each group, or the months of a year in one.
Markup payments(View const& view, std::string_view name, std::string const& caption)
{
    auto const& answer = view.answer(name);
    if (!answer.refusal.empty()) {
        return refusal(answer);
    }
    Markup inside;
    for (auto const& grid : answer.report.grids) {
        if (grid.shown != report::Shown::data_only) {
            inside += table(view, answer, grid, TableStyle{caption});
        }
    }
    return inside + notes(answer.report.notes);
}

} // namespace

Markup income(View const& view)
{
    auto const form =
        filters(view, {account_filter(), day_filter("from", "From"), day_filter("to", "To"), by_filter()});
    return form + payments(view, "income", "Income") + payments(view, "costs", "Costs");
}

} // namespace pf::web
