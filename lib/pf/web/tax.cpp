#include "pf/base/text.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

#include <algorithm>
#include <set>

namespace pf::web {

namespace {

/// Of the grid `rules`, which has a row for each sentence about one.
std::vector<std::string> names_of_rules(report::Grid const& rules)
{
    std::vector<std::string> names;
    for (auto const& row : rules.rows) {
        auto const name = Cells{rules}.text(row, "rules");
        if (std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

std::vector<Filter> fields(View const& view)
{
    Filter rules{"rules", "Rules", Filter::Kind::choice};
    if (auto const* const grid = view.answer("rules").grid("rules")) {
        rules.words = names_of_rules(*grid);
    }
    rules.otherwise = "generic";
    std::erase(rules.words, rules.otherwise);
    auto method = method_filter();
    method.otherwise = "of the rules";
    return {account_filter(), std::move(rules), {"year", "Year"}, std::move(method), {"in", "In currency"}};
}

/// The years in which something was sold, each a link.
Markup years(View const& view)
{
    auto const* const grid = view.answer("years").grid("years");
    std::set<std::string, std::greater<>> names;
    for (auto const& row : grid == nullptr ? std::vector<report::Row>{} : grid->rows) {
        names.insert(Cells{*grid}.text(row, "year"));
    }
    Markup inside;
    for (auto const& name : names) {
        Attributes attributes{{"href", view.changed("year", name).text()}};
        if (view.value("year") == name) {
            attributes.push_back({"aria-current", "true"});
        }
        inside += element("a", attributes, name);
    }
    return inside.is_empty() ? inside
                             : element("nav", {{"class", "pager"}, {"aria-label", "years with sales"}}, inside);
}

/// What keeps the report from being complete, each with the place in the files, as the program says it.
Markup incomplete(report::Grid const& remarks)
{
    Cells const cells{remarks};
    Markup items;
    std::size_t count = 0;
    for (auto const& row : remarks.rows) {
        if (cells.text(row, "incomplete") == "true") {
            auto const place = cells.text(row, "rows");
            auto const where = place.empty() ? cells.text(row, "where") : place + ": " + cells.text(row, "where");
            items += element("li", {}, isolated(where + ": " + cells.text(row, "text")));
            ++count;
        }
    }
    auto const matters =
        "The report is not complete: " + std::to_string(count) + (count == 1 ? " matter." : " matters.");
    return count == 0 ? Markup{}
                      : element("div", {{"class", "notice"}, {"role", "note"}},
                                element("p", {}, matters) + element("ul", {{"class", "faults"}}, items));
}

/// `main:12, main:15`, each a link to what is known of it.
Markup transactions(std::string const& text)
{
    Markup inside;
    for (auto const part : base::split(text, ',')) {
        std::string const id{base::trimmed(part)};
        inside += (inside.is_empty() ? Markup{} : Markup{", "}) + link(Url{"transactions"}.below(id), isolated(id));
    }
    return inside;
}

Markup grids(View const& view, Answer const& answer)
{
    Markup inside;
    for (std::size_t i = 0; i < answer.report.grids.size(); ++i) {
        auto const& grid = answer.report.grids[i];
        if (grid.rows.empty() && grid.when_empty.empty()) {
            continue;
        }
        TableStyle style{grid.heading.empty() ? "Disposals" : grid.heading};
        style.count = answer.counts[i];
        style.extra = {"transactions"};
        style.cell = [&](report::Column const& column, report::Row const& row) -> std::optional<Markup> {
            auto const text = Cells{grid}.text(row, column.key);
            return column.key == "transactions" && !text.empty() ? std::optional{transactions(text)} : std::nullopt;
        };
        inside += table(view, answer, grid, style);
    }
    return inside;
}

/// What these rules leave out.
Markup left_out(View const& view)
{
    auto const* const rules = view.answer("rules").grid("rules");
    Markup items;
    for (auto const& row : rules == nullptr ? std::vector<report::Row>{} : rules->rows) {
        Cells const cells{*rules};
        if (cells.text(row, "rules") == view.value("rules") && cells.text(row, "kind") == "leaves out") {
            items += element("li", {}, cells.text(row, "text"));
        }
    }
    return items.is_empty() ? items : section("What these rules leave out", element("ul", {{"class", "notes"}}, items));
}

} // namespace

Markup tax(View const& view)
{
    auto const head = filters(view, fields(view)) + years(view);
    auto const& answer = view.answer("tax");
    if (!answer.refusal.empty()) {
        return head + refusal(answer) + left_out(view);
    }
    auto const* const remarks = answer.grid("remarks");
    auto const summary = answer.report.notes.empty() ? Markup{} : element("p", {}, answer.report.notes.front());
    return head + summary + (remarks == nullptr ? Markup{} : incomplete(*remarks)) + grids(view, answer) +
           left_out(view) + element("p", {{"class", "hint"}}, "Not advice.");
}

} // namespace pf::web
