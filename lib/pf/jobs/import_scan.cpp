#include "pf/jobs/import_scan.hpp"

#include <algorithm>

namespace pf::jobs {

namespace {

constexpr std::int64_t rows_between_reports = 4096;

void note_draft(FileScan& scan, importer::Draft const& draft, std::string const& default_account)
{
    auto& account = scan.accounts[account_of(draft, default_account)];
    auto const& transaction = draft.transaction;
    if (account.first_line == 0) {
        account.first_line = transaction.line_no;
    }
    account.first = std::min(account.first, transaction.date);
    account.last = std::max(account.last, transaction.date);
    if (!transaction.ticker.empty() && !account.tickers.contains(transaction.ticker)) {
        account.tickers.insert(transaction.ticker);
    }
}

void note(FileScan& scan, importer::Entry& entry, std::string const& default_account)
{
    scan.rows += entry.rows;
    for (auto const& draft : entry.drafts) {
        note_draft(scan, draft, default_account);
    }
    scan.has_rows_of_no_account = scan.has_rows_of_no_account || entry.drafts.empty();
    scan.has_market_data = scan.has_market_data || !entry.prices.empty() || !entry.fx_rates.empty();
    std::ranges::move(entry.issues, std::back_inserter(scan.issues));
}

importer::RepeatedKeys survey(ImportInput const& input, importer::Companions const& companions,
                              std::string const& default_account, BytesRead const& progress)
{
    importer::RepeatedKeys keys{input.size()};
    importer::FileReader reader{input.source(), input.format(), companions, default_account};
    reader.survey(keys);
    importer::Entry entry;
    for (std::int64_t entries = 1; reader.next(entry); ++entries) {
        if (entries % rows_between_reports == 0) {
            progress(input.position());
        }
    }
    keys.finish();
    return keys;
}

} // namespace

std::string const& account_of(importer::Draft const& draft, std::string const& default_account)
{
    return draft.account.empty() ? default_account : draft.account;
}

FileScan scan(ImportInput const& input, importer::Companions const& companions, std::string const& default_account,
              bool is_large, BytesRead const& progress)
{
    FileScan result;
    auto const before = is_large ? input.size() : 0;
    if (is_large) {
        result.repeated = survey(input, companions, default_account, progress);
    }
    importer::FileReader reader{input.source(), input.format(), companions, default_account};
    reader.check_only();
    if (result.repeated) {
        reader.expect(*result.repeated);
    }
    importer::Entry entry;
    while (reader.next(entry)) {
        note(result, entry, default_account);
        if (result.rows % rows_between_reports == 0) {
            progress(before + input.position());
        }
    }
    progress(before + input.size());
    return result;
}

} // namespace pf::jobs
