#include "pf/web/pages.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"

namespace pf::web {

namespace {

Markup part(View const& view, char const* name, std::string const& caption, Markup const& way_out)
{
    auto const& answer = view.answer(name);
    if (!answer.refusal.empty()) {
        return section(caption, refusal(answer));
    }
    Markup inside;
    bool has_rows = false;
    for (auto const& grid : answer.report.grids) {
        inside += table(view, answer, grid, TableStyle{caption});
        has_rows = has_rows || !grid.rows.empty();
    }
    inside += notes(answer.report.notes);
    return has_rows ? inside + element("p", {{"class", "hint"}}, way_out) : section(caption, inside);
}

} // namespace

Markup status(View const& view)
{
    return part(view, "verify", "The books, booked anew", command("pf-ledger rebuild") + " brings back what differs.") +
           part(view, "balances", "What the sources say is held",
                command("pf-ledger check") + " tells more of a difference.") +
           part(view, "prices", "The newest prices and rates", command("pf-prices fetch") + " gets what is missing.") +
           part(view, "snapshots", "Stored values",
                command("pf-snapshot take --catch-up") + " takes what is missing.") +
           part(view, "accounts", "Accounts", command("pf-ledger accounts set NAME …") + " changes how one is kept.") +
           section("Backups", element("p", {{"class", "hint"}},
                                      "They are files that this page does not see: " + command("pf-backup list") +
                                          " shows them."));
}

} // namespace pf::web
