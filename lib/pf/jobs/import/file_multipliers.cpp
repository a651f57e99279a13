#include "pf/jobs/import/file_multipliers.hpp"

#include "pf/jobs/books/multipliers.hpp"

#include <fmt/format.h>

namespace pf::jobs {

namespace {

model::Issue issue_of_column(Decimal told, std::string const& ticker, Decimal known)
{
    model::Issue issue{{}, 0, "multiplier", told.to_text(), {}, {}};
    issue.reason = fmt::format("is another than that of {}, {}", ticker, known.to_text());
    issue.hint = fmt::format("where the books are wrong, 'pf-ledger instruments set {} --multiplier {}'", ticker,
                             told.to_text());
    return issue;
}

model::Issue issue_of_amount(model::Transaction const& row, std::string const& ticker, Decimal known)
{
    model::Issue issue{{}, 0, "price", row.price.value_or(Decimal{}).to_text(), {}, {}};
    issue.reason = fmt::format("times {} is the amount {}, but the multiplier of {} is {}", row.quantity.to_text(),
                               row.total_amount.value_or(Decimal{}).to_text(), ticker, known.to_text());
    issue.hint = "give the multiplier in its column, or what was paid in total";
    return issue;
}

} // namespace

std::optional<model::Issue> FileMultipliers::issue_of(importer::Draft const& draft, FileNames const& names) const
{
    if (known.empty() && !draft.multiplier) {
        return std::nullopt;
    }
    auto const& row = draft.transaction;
    auto const& ticker = names.names.ticker_of(row.ticker, draft.also_named);
    auto const found = known.find(ticker);
    auto const multiplier = found == known.end() ? Decimal(1) : found->second;
    auto const told = told_multiplier(draft);
    if (!told || *told == multiplier) {
        return std::nullopt;
    }
    auto issue =
        draft.multiplier ? issue_of_column(*told, ticker, multiplier) : issue_of_amount(row, ticker, multiplier);
    if (auto const doubt = booked.find(ticker); doubt != booked.end()) {
        issue.reason = fmt::format("is not what {} was booked with: {}", ticker, doubt->second);
        issue.hint = "'pf-import undo' what booked it, and import it again with its multiplier; 'pf-ledger edit' "
                     "mends a single amount";
    }
    return issue;
}

bool FileMultipliers::explain(importer::Draft const& draft, FileNames const& names) const
{
    auto const found = known.find(names.names.ticker_of(draft.transaction.ticker, draft.also_named));
    return found != known.end() && !draft.multiplier && !fits(draft.transaction, Decimal(1)) &&
           fits(draft.transaction, found->second);
}

std::optional<FileMultipliers> learn_multipliers(db::Database& database, FileNames const& names, ReadFiles const& read,
                                                 std::int64_t first_import_id)
{
    db::InstrumentStore store{database};
    FileMultipliers result{store.multipliers(), {}};
    for (std::size_t i = 0; i < read.files.size(); ++i) {
        for (auto const& [word, told] : read.files[i].scan.multipliers) {
            auto const& ticker = names.names.ticker_of(word, told.also_named);
            auto const details = store.find(ticker);
            if (details && details->multiplier) {
                continue;
            }
            if (auto const booked = booked_with(database, ticker, Decimal(1), told.multiplier)) {
                result.booked.try_emplace(ticker, jobs::told(database, *booked));
                continue;
            }
            if (!store.learn_multiplier(ticker, told.multiplier, first_import_id + static_cast<std::int64_t>(i))) {
                return std::nullopt;
            }
            result.known.emplace(ticker, told.multiplier);
            revalue(database, ticker);
        }
    }
    return result;
}

} // namespace pf::jobs
