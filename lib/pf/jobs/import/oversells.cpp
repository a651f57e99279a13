#include "pf/jobs/import/oversells.hpp"

#include "pf/db/import_store.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace pf::jobs {

namespace {

/// Which file of the command the row is of; nothing, when an earlier import brought it.
std::optional<std::size_t> file_index(lots::Oversell const& oversell, std::int64_t first_import_id, std::size_t files)
{
    auto const index = oversell.import_id - first_import_id;
    return index < 0 ? std::nullopt : std::optional{static_cast<std::size_t>(index) % files}; // updates come second
}

std::string stored_file(db::Database& database, std::int64_t import_id)
{
    auto const imports = db::ImportStore{database}.find(import_id);
    return imports.empty() ? "an earlier import"
                           : fmt::format("{} (import {})", imports.front().source_file, import_id);
}

/// Where more may be sold than is held, the row is none.
std::string hint_of_missing(lots::Oversell const& oversell, Oversold const& oversold, AccountsByName const& known)
{
    std::string hint =
        "import the earlier statement too, in the same command, or open the position with a TRANSFER_IN row";
    if (!oversell.is_sale) {
        return hint;
    }
    auto const& account = oversold.accounts.at(oversell.account_id);
    return fmt::format("{}; a short sale needs 'pf-ledger accounts {} {} --allow-short yes'", hint,
                       known.contains(account) ? "set" : "add", account);
}

model::Issue issue_of(lots::Oversell const& oversell, std::string file, std::string hint_of_missing)
{
    model::Issue issue{std::move(file), oversell.line_no, "quantity", oversell.wanted.to_text(), {}, {}};
    auto const day = base::to_text(oversell.day);
    switch (oversell.kind) {
    case lots::Oversell::Kind::units_missing:
        issue.reason = fmt::format("is more {} than the {} held on {}", oversell.ticker, oversell.held.to_text(), day);
        issue.hint = std::move(hint_of_missing);
        break;
    case lots::Oversell::Kind::split_of_nothing:
        issue.reason = fmt::format("would be added by a split, but no {} is held on {}", oversell.ticker, day);
        issue.hint = "import the earlier statement too, in the same command";
        break;
    case lots::Oversell::Kind::split_to_nothing:
        issue.reason = fmt::format("a split on {} leaves nothing of the {} {} held", day, oversell.held.to_text(),
                                   oversell.ticker);
        issue.hint = "check the split's ratio: new units:old units";
        break;
    case lots::Oversell::Kind::cost_of_nothing:
        issue.column = "ticker";
        issue.value = oversell.ticker;
        issue.reason = fmt::format("is not held on {}, so that its cost cannot change", day);
        issue.hint = "import the earlier statement too, in the same command; what is paid after the sale of all units "
                     "is a DIVIDEND";
        break;
    case lots::Oversell::Kind::lot_missing:
        issue.column = "lots";
        issue.value = fmt::format("{}:{}", oversell.lot, oversell.wanted.to_text());
        issue.reason = fmt::format("names more {} than the {} that this lot holds on {}", oversell.ticker,
                                   oversell.held.to_text(), day);
        issue.hint = "'pf-positions lots' shows what is held, 'pf-ledger list' how it came and went; a lot is named by "
                     "the day of its purchase, or by the id of the row that brought it";
        break;
    case lots::Oversell::Kind::lots_unnamed:
        issue.reason = fmt::format("{} are sold on {} without saying of which lots", oversell.ticker, day);
        issue.hint = "name them in the column lots, as 2023-01-10:5; or give the account a method that chooses: "
                     "'pf-ledger accounts set NAME --method fifo'";
        break;
    case lots::Oversell::Kind::conversion_cycle:
        issue.column = "ticker";
        issue.value = oversell.ticker;
        issue.reason = fmt::format("becomes what became it at the same moment ({})", day);
        issue.hint = "give the conversions their times, so that it is clear which comes first";
        break;
    case lots::Oversell::Kind::out_of_range:
        issue.column = "ticker";
        issue.value = oversell.ticker;
        issue.reason = fmt::format("cannot be booked: on {} {}", day, oversell.overflow);
        issue.hint = "is a decimal mark missing, in this row or in one before it?";
        break;
    }
    return issue;
}

} // namespace

void complain_of_oversold(db::Database& database, AccountsByName const& known, ReadFiles& read,
                          Oversold const& oversold)
{
    std::pair<std::int64_t, std::int64_t> last;
    oversold.oversells.visit([&](lots::Oversell const& oversell) {
        auto const index = file_index(oversell, oversold.first_import_id, read.files.size());
        auto const place = std::pair{oversell.import_id, oversell.line_no};
        read.bad_rows += place == last ? 0 : 1;
        last = place;
        read.issues.add(issue_of(oversell,
                                 index ? read.files[*index].input.name() : stored_file(database, oversell.import_id),
                                 hint_of_missing(oversell, oversold, known)));
    });
}

bool take_as_income(Oversold const& oversold, ReadFiles const& read, std::vector<ExcludedRows>& as_income)
{
    bool is_new = false;
    oversold.oversells.visit([&](lots::Oversell const& oversell) {
        auto const index = file_index(oversell, oversold.first_import_id, as_income.size());
        if (oversell.kind == lots::Oversell::Kind::cost_of_nothing && index &&
            importer::name_of(read.files[*index].input.format()) != importer::canonical_format) {
            is_new = as_income[*index].insert(oversell.line_no).second || is_new;
        }
    });
    return is_new;
}

bool exclude(Oversold const& oversold, std::vector<ExcludedRows>& excluded)
{
    bool helps = true;
    oversold.oversells.visit([&](lots::Oversell const& oversell) {
        auto const index = file_index(oversell, oversold.first_import_id, excluded.size());
        helps = helps && index && excluded[*index].insert(oversell.line_no).second;
    });
    return helps;
}

} // namespace pf::jobs
