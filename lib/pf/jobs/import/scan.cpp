#include "pf/jobs/import/scan.hpp"

#include <algorithm>

namespace pf::jobs {

namespace {

constexpr std::int64_t rows_between_reports = 4096;

/// A row of an account.
AccountScan& note_row(FileScan& scan, std::string const& name, std::int64_t line, Timestamp date)
{
    auto& account = scan.accounts[name];
    account.first_line = account.first_line == 0 ? line : account.first_line;
    account.first = std::min(account.first, date);
    account.last = std::max(account.last, date);
    return account;
}

void note_names(AccountScan& account, importer::Draft const& draft)
{
    auto const& transaction = draft.transaction;
    if (!draft.also_named.empty()) {
        auto& others = account.other_names[transaction.ticker];
        if (std::ranges::find(others, draft.also_named, &OtherName::name) == others.end()) {
            others.push_back({draft.also_named, transaction.line_no});
        }
    }
    if (!transaction.counter_ticker.empty()) {
        account.conversions.try_emplace({transaction.ticker, transaction.counter_ticker}, transaction.line_no);
    }
}

/// Thousands of accounts may hold the same instruments: each word is kept once.
class Words {
public:
    std::uint32_t number_of(std::string const& word, std::vector<std::string>& words)
    {
        auto const [found, is_new] = m_numbers.try_emplace(word, static_cast<std::uint32_t>(words.size()));
        if (is_new) {
            words.push_back(word);
        }
        return found->second;
    }

private:
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

void note_ticker(AccountScan& account, std::uint32_t number)
{
    auto const place = std::ranges::lower_bound(account.tickers, number);
    if (place == account.tickers.end() || *place != number) {
        account.tickers.insert(place, number);
    }
}

void note_draft(FileScan& scan, Words& words, importer::Draft const& draft, std::string const& default_account)
{
    auto const& transaction = draft.transaction;
    auto& account = note_row(scan, account_of(draft, default_account), transaction.line_no, transaction.date);
    if (!transaction.ticker.empty()) {
        note_ticker(account, words.number_of(transaction.ticker, scan.words));
    }
    note_names(account, draft);
    if (draft.multiplier && *draft.multiplier != Decimal(1)) {
        scan.multipliers.try_emplace(transaction.ticker, ToldMultiplier{draft.also_named, *draft.multiplier});
    }
}

/// An entry is of one account, or of the two that it moves something between.
void count_rows(FileScan& scan, importer::Entry const& entry, std::string const& default_account)
{
    if (entry.drafts.empty()) {
        return;
    }
    auto const& first = account_of(entry.drafts.front(), default_account);
    auto const& last = account_of(entry.drafts.back(), default_account);
    scan.accounts[first].rows += entry.rows;
    if (first != last) {
        scan.accounts[last].rows += entry.rows;
        scan.rows_of_both[{first, last}] += entry.rows;
    }
}

bool has_ids(importer::Entry const& entry)
{
    return std::ranges::any_of(entry.drafts, [](auto const& draft) { return !draft.transaction.external_id.empty(); });
}

void note(FileScan& scan, Words& words, importer::Entry const& entry, ScanContext const& context)
{
    scan.has_ids = scan.has_ids || (context.ids_identify && has_ids(entry));
    scan.rows += entry.rows;
    if (!entry.drafts.empty()) {
        scan.order.note(entry.drafts.front().transaction.date);
    }
    scan.bad_rows += entry.issues.empty() ? 0 : entry.rows;
    count_rows(scan, entry, context.default_account);
    for (auto const& draft : entry.drafts) {
        note_draft(scan, words, draft, context.default_account);
    }
    for (auto const& draft : entry.taken_back) {
        note_draft(scan, words, draft, context.default_account);
    }
    for (auto const& statement : entry.statements) {
        note_row(scan, account_of(statement, context.default_account), statement.balance.line_no,
                 statement.balance.date);
    }
    scan.has_rows_of_no_account = scan.has_rows_of_no_account || (entry.drafts.empty() && entry.statements.empty());
    scan.has_market_data = scan.has_market_data || !entry.prices.empty() || !entry.fx_rates.empty();
    for (auto const& issue : entry.issues) {
        context.issues.add(issue);
    }
}

/// \return  its digest; nothing, when the format needs no look at the whole file
std::optional<std::string> settle(FileScan& scan, ImportInput const& input)
{
    if (!importer::needs_settling(input.format())) {
        return std::nullopt;
    }
    base::BackgroundSha256 digest;
    scan.settled = importer::Settled{input.source(digest), input.format()};
    return digest.hex();
}

importer::RepeatedKeys survey(FileScan const& scan, ImportInput const& input, ScanContext const& context,
                              BytesRead const& progress, base::BackgroundSha256& digest)
{
    importer::RepeatedKeys keys{input.size()};
    importer::FileReader reader{input.source(digest), input.format(), context.companions, context.default_account};
    reader.use(scan.settled);
    reader.map_accounts(context.account_map);
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

std::string const& account_of(importer::Statement const& statement, std::string const& default_account)
{
    return statement.account.empty() ? default_account : statement.account;
}

FileScan scan(ImportInput const& input, ScanContext const& context, BytesRead const& progress)
{
    FileScan result;
    result.order = FileOrder{importer::is_newest_first(input.format())};
    auto const before = context.is_large ? input.size() : 0;
    auto const settled = settle(result, input);
    result.settled.say(context.said);
    base::BackgroundSha256 surveyed;
    if (context.is_large) {
        result.repeated = survey(result, input, context, progress, surveyed);
    }
    base::BackgroundSha256 digest;
    importer::FileReader reader{input.source(digest), input.format(), context.companions, context.default_account};
    reader.use(result.settled);
    reader.map_accounts(context.account_map);
    reader.check_only();
    if (result.repeated) {
        reader.expect(*result.repeated);
    }
    importer::Entry entry;
    Words words;
    while (reader.next(entry)) {
        note(result, words, entry, context);
        if (result.rows % rows_between_reports == 0) {
            progress(before + input.position());
        }
    }
    progress(before + input.size());
    result.mapped_accounts = reader.mapped_accounts();
    result.sha256 = digest.hex();
    input.require_unchanged(settled.value_or(result.sha256), result.sha256);
    if (context.is_large) {
        input.require_unchanged(surveyed.hex(), result.sha256);
    }
    return result;
}

} // namespace pf::jobs
