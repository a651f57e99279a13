#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"

namespace pf::web {

Markup changes(View const& view)
{
    auto const form = filters(view, {account_filter(), day_filter("from", "From"), day_filter("to", "To")});
    auto const& answer = view.answer("diff");
    auto const* const grid = answer.grid("changes");
    return form +
           (grid == nullptr ? refusal(answer) : table(view, answer, *grid, TableStyle{"What changed the value"}));
}

} // namespace pf::web
