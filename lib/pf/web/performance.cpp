#include "pf/web/chart.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

Markup returns(View const& view, char const* name, std::string const& caption)
{
    auto const& answer = view.answer(name);
    auto const* const grid = answer.grid("returns");
    return grid == nullptr ? refusal(answer) : table(view, answer, *grid, TableStyle{caption});
}

/// Days of unknown value keep a return from being known.
Markup on_unknown_days(View const& view)
{
    auto const* const grid = view.answer("returns").grid("returns");
    if (grid == nullptr) {
        return {};
    }
    Cells const cells{*grid};
    bool is_any = false;
    for (auto const& row : grid->rows) {
        is_any = is_any || cells.text(row, "unknown_days") != "0";
    }
    return is_any ? element("p", {{"class", "hint"}},
                            "? is where the value of some days is not known. Prices of these days mend it: " +
                                command("pf-prices fetch --catch-up") + " or " + command("pf-import prices.csv"))
                  : Markup{};
}

} // namespace

Markup performance(View const& view)
{
    return filters(view, {account_filter(), day_filter("from", "From"), day_filter("to", "To")}) +
           chart(view, view.answer("plot"), "value") + months_map(view.answer("plot")) +
           returns(view, "returns", "By account") + on_unknown_days(view) + returns(view, "years", "By year") +
           returns(view, "tickers", "By holding");
}

} // namespace pf::web
