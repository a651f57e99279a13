#include "pf/web/filters.hpp"
#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

std::vector<Filter> const& filters_of_books()
{
    static std::vector<Filter> const all{account_filter(),     day_filter("from", "From"), day_filter("to", "To"),
                                         {"ticker", "Ticker"}, {"type", "Type"},           {"text", "Text"}};
    return all;
}

} // namespace

Markup transactions(View const& view)
{
    auto const& answer = view.answer("transactions");
    auto const form = filters(view, filters_of_books());
    auto const* const grid = answer.grid("transactions");
    if (grid == nullptr) {
        return form + refusal(answer);
    }
    TableStyle style{"Transactions"};
    style.count = answer.counts.front();
    style.has_pages = true;
    style.extra = {"import_id", "line_no", "description"};
    return form + table(view, answer, *grid, style);
}

Markup transaction(View const& view)
{
    auto const& answer = view.answer("transaction");
    Markup inside;
    for (auto const& grid : answer.report.grids) {
        TableStyle style{grid.key == "fields" ? "What is known of it" : "What stood in its place before"};
        style.cell = [&](report::Column const& column, report::Row const& row) -> std::optional<Markup> {
            Cells const cells{grid};
            bool const is_import = column.key == "value" && cells.text(row, "field") == "import_id";
            auto const id = cells.text(row, "value");
            return is_import ? std::optional{link(Url{"imports"}.below(id), id)} : std::nullopt;
        };
        inside += grid.rows.empty() ? Markup{} : table(view, answer, grid, style);
    }
    return inside + element("p", {{"class", "hint"}},
                            "Something of it is wrong? " + command("pf-ledger edit ID COLUMN=VALUE") +
                                " corrects it and keeps what stood there.");
}

Markup cash(View const& view)
{
    auto const form =
        filters(view, {account_filter(), day_filter("from", "From"), day_filter("to", "To"), {"currency", "Currency"}});
    auto const& answer = view.answer("cash");
    auto const* const grid = answer.grid("movements");
    if (grid == nullptr) {
        return form + refusal(answer);
    }
    TableStyle style{"What moved money, and what was there after it"};
    style.count = answer.counts.front();
    style.has_pages = true;
    style.extra = {"transaction_id", "import_id"};
    return form + table(view, answer, *grid, style);
}

} // namespace pf::web
