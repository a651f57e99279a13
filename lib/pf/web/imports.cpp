#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/ways.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

/// Lines do not tell the numbers of their transactions: what they say finds them, and leads on to each.
Url transaction_of(report::Grid const& files, report::Grid const& rows, report::Row const& row)
{
    constexpr std::size_t length_of_day = 10; // one with a moment may be another day where the account is
    Cells const cells{rows};
    auto const date = cells.text(row, "transaction_date");
    Chosen chosen;
    chosen.account = files.rows.size() == 1 ? Cells{files}.text(files.rows.front(), "account") : std::string{};
    chosen.ticker = cells.text(row, "ticker");
    chosen.type = cells.text(row, "transaction_type");
    chosen.period = date.size() == length_of_day ? date : std::string{};
    return transactions_of({}, chosen).with("import", Cells{files}.text(files.rows.front(), "import_id"));
}

} // namespace

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
    of_rows.cell = [&](report::Column const& column, report::Row const& row) {
        return column.key == "line_no" && !files->rows.empty()
                   ? linked_cell(view, transaction_of(*files, *rows, row), Cells{*rows}.value(row, "line_no"))
                   : std::nullopt;
    };
    return table(view, answer, *files, of_files) + table(view, answer, *rows, of_rows);
}

} // namespace pf::web
