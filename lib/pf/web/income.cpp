#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/ways.hpp"
#include "pf/web/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::web {

namespace {

Filter by_filter()
{
    return {"by", "By", Filter::Kind::choice, {"month", "quarter", "year", "ticker", "account"}, "year and month"};
}

/// Of a figure that is of one type of transactions.
std::string type_of(std::string const& key)
{
    return key == "dividends" ? "DIVIDEND" : key == "interest" ? "INTEREST" : "";
}

/// Of the months of a year in one line.
std::optional<Chosen> chosen_of_months(std::string const& key, std::string const& year)
{
    static constexpr std::array names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const month = std::ranges::find(names, key);
    Chosen chosen;
    chosen.period = month == names.end() ? year : fmt::format("{}-{:02}", year, month - names.begin() + 1);
    bool const is_of_year = key == "year" || key == "year_total";
    return !year.empty() && (is_of_year || month != names.end()) ? std::optional{chosen} : std::nullopt;
}

/// Of a line for each group. Money of no instrument has no group.
std::optional<Chosen> chosen_of_groups(View const& view, std::string const& key, std::string const& group)
{
    auto const by = view.value("by");
    Chosen chosen;
    (by == "ticker" ? chosen.ticker : by == "account" ? chosen.account : chosen.period) = group;
    chosen.type = type_of(key);
    return group.empty() || (key != "name" && chosen.type.empty()) ? std::nullopt : std::optional{chosen};
}

/// Leads to the transactions that a figure is made of.
std::optional<Markup> cell_of(View const& view, report::Grid const& grid, std::string const& key,
                              report::Row const& row)
{
    Cells const cells{grid};
    auto const chosen = grid.key == "months" ? chosen_of_months(key, cells.text(row, "year"))
                                             : chosen_of_groups(view, key, cells.text(row, "group"));
    return chosen ? linked_cell(view, transactions_of(view, *chosen), cells.value(row, key)) : std::nullopt;
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
            TableStyle style{caption};
            style.cell = [&](report::Column const& column, report::Row const& row) {
                return cell_of(view, grid, column.key, row);
            };
            inside += table(view, answer, grid, style);
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
