#include "pf/web/chart.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/ways.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

/// Accounts and years lead to what was booked in them.
Markup returns(View const& view, char const* name, std::string const& caption)
{
    auto const& answer = view.answer(name);
    auto const* const grid = answer.grid("returns");
    if (grid == nullptr) {
        return refusal(answer);
    }
    TableStyle style{caption};
    style.cell = [&](report::Column const& column, report::Row const& row) -> std::optional<Markup> {
        auto const value = Cells{*grid}.value(row, column.key);
        auto const text = Cells{*grid}.text(row, column.key);
        Chosen chosen;
        (column.key == "account" ? chosen.account : chosen.period) = text;
        bool const leads = column.key == "account" || column.key == "year";
        return leads && !text.empty() ? linked_cell(view, transactions_of(view, chosen), value) : std::nullopt;
    };
    return table(view, answer, *grid, style);
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
