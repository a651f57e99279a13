#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/ways.hpp"
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

/// A remark is of `SAP 2024-02-05`, or of all of an instrument: what was booked of it then.
Markup place_of_remark(View const& view, std::string const& where)
{
    auto const space = where.rfind(' ');
    auto const day = where.substr(space == std::string::npos ? 0 : space + 1);
    bool const is_of_day = bool{base::parse_date(day)};
    Chosen chosen;
    chosen.ticker =
        is_of_day ? where.substr(0, where.size() - day.size() - (space == std::string::npos ? 0 : 1)) : where;
    chosen.ticker = chosen.ticker == "money" ? std::string{} : chosen.ticker;
    chosen.period = is_of_day ? day : std::string{};
    return where.empty() ? Markup{} : link(transactions_of(view, chosen), isolated(where));
}

/// What keeps the report from being complete, each with the place in the files, as the program says it.
Markup incomplete(View const& view, report::Grid const& remarks)
{
    Cells const cells{remarks};
    Markup items;
    std::size_t count = 0;
    for (auto const& row : remarks.rows) {
        if (cells.text(row, "incomplete") == "true") {
            auto const place = cells.text(row, "rows");
            items +=
                element("li", {},
                        (place.empty() ? Markup{} : isolated(place) + ": ") +
                            place_of_remark(view, cells.text(row, "where")) + ": " + isolated(cells.text(row, "text")));
            ++count;
        }
    }
    auto const matters =
        "The report is not complete: " + std::to_string(count) + (count == 1 ? " matter." : " matters.");
    return count == 0 ? Markup{}
                      : element("div", {{"class", "notice"}, {"role", "note"}},
                                element("p", {}, matters) + element("ul", {{"class", "faults"}}, items));
}

/// `main:12, main:15`, each a link to what is known of it. A number ends each: the account may have a comma in its
/// name.
Markup transactions(std::string const& text)
{
    Markup inside;
    std::string begun;
    for (auto const part : base::split(text, ',')) {
        begun += (begun.empty() ? "" : ",") + std::string{part};
        if (base::parse_integer(begun.substr(begun.rfind(':') + 1))) {
            std::string const id{base::trimmed(begun)};
            inside += (inside.is_empty() ? Markup{} : Markup{", "}) + link(Url{"transactions"}.below(id), isolated(id));
            begun.clear();
        }
    }
    return inside;
}

/// Sums lead to the lines that they are of, remarks and lines to transactions.
std::optional<Markup> cell_of(View const& view, report::Grid const& grid, std::string const& key,
                              report::Row const& row)
{
    auto const text = Cells{grid}.text(row, key);
    if (text.empty()) {
        return std::nullopt;
    }
    auto const* const lines = view.answer("tax").grid("lines");
    bool const is_sum = (grid.key == "summary" && key == "category") || (grid.key == "figures" && key == "what");
    if (is_sum && lines != nullptr && !lines->rows.empty()) {
        return element("a", {{"href", "#lines"}}, isolated(text));
    }
    if (grid.key == "remarks" && key == "where") {
        return place_of_remark(view, text);
    }
    return key == "transactions" ? std::optional{transactions(text)} : std::nullopt;
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
        style.id = grid.key;
        style.cell = [&](report::Column const& column, report::Row const& row) {
            return cell_of(view, grid, column.key, row);
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
    return head + summary + (remarks == nullptr ? Markup{} : incomplete(view, *remarks)) + grids(view, answer) +
           left_out(view) + element("p", {{"class", "hint"}}, "Not advice.");
}

} // namespace pf::web
