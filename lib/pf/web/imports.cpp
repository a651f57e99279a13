#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

Markup imports(View const& view)
{
    auto const& answer = view.answer("imports");
    auto const* const grid = answer.grid("imports");
    if (grid == nullptr) {
        return refusal(answer);
    }
    TableStyle style{"Imports, the newest first"};
    style.count = answer.counts.front();
    style.has_pages = true;
    return table(view, answer, *grid, style) +
           element("p", {{"class", "hint"}},
                   "More comes in with " + command("pf-import YOUR-EXPORT.csv") +
                       "; what an import added goes again with " + command("pf-import undo ID") + ".");
}

Markup import(View const& view)
{
    auto const& answer = view.answer("import");
    auto const* const files = answer.grid("imports");
    auto const* const rows = answer.grid("transactions");
    if (files == nullptr || rows == nullptr) {
        return refusal(answer);
    }
    TableStyle of_files{"The import"};
    of_files.extra = {"file_sha256", "made_by", "reason"};
    TableStyle of_rows{"Its transactions, by the lines of the file"};
    of_rows.count = answer.counts.back();
    of_rows.has_pages = true;
    return table(view, answer, *files, of_files) + table(view, answer, *rows, of_rows);
}

} // namespace pf::web
