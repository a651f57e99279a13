#include "pf/jobs/import/file_names.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs {

namespace {

/// The pairs of a file, in the order of its lines.
std::set<std::pair<std::int64_t, WordPair>> names_by_line(FileScan const& scan)
{
    std::set<std::pair<std::int64_t, WordPair>> pairs;
    for (auto const& [account, scanned] : scan.accounts) {
        for (auto const& [word, others] : scanned.other_names) {
            for (auto const& other : others) {
                pairs.insert({other.line, {word, other.name}});
            }
        }
    }
    return pairs;
}

model::Issue issue_of(model::NameConflict const& conflict, std::string file, std::int64_t line)
{
    model::Issue issue{std::move(file), line, "ticker", conflict.symbol, {}, {}};
    if (!conflict.of_isin.empty()) {
        issue.reason = fmt::format("is {} in the books, but its ISIN {} is that of {}", conflict.of_symbol,
                                   conflict.isin, conflict.of_isin);
        issue.hint = fmt::format("'pf-ledger instruments merge {} {}' makes one instrument of both; if they are two, "
                                 "'pf-ledger instruments set {} --isin {}' says so",
                                 conflict.of_isin, conflict.of_symbol, conflict.of_isin, conflict.isin);
        return issue;
    }
    issue.reason =
        fmt::format("has the ISIN {} here, but {} has {}", conflict.isin, conflict.of_symbol, conflict.other_isin);
    issue.hint = fmt::format("if its ISIN has changed, 'pf-ledger instruments alias {} {}'; if it is another "
                             "instrument, 'pf-ledger instruments set TICKER --isin {}' gives it a ticker of its own",
                             conflict.isin, conflict.of_symbol, conflict.isin);
    return issue;
}

void learn(FileNames& result, ReadFile const& file, std::int64_t import_id)
{
    for (auto const& [line, pair] : names_by_line(file.scan)) {
        if (auto const conflict = result.names.learn(pair.first, pair.second, import_id)) {
            result.issues.push_back(issue_of(*conflict, file.input.name(), line));
            result.contradictions.insert(pair);
        }
    }
}

/// Two words of one instrument cannot be converted into each other.
void check_conversions(FileNames& result, ReadFile const& file)
{
    for (auto const& [account, scanned] : file.scan.accounts) {
        for (auto const& [pair, line] : scanned.conversions) {
            auto const& ticker = result.names.ticker_of(pair.first);
            if (ticker != result.names.ticker_of(pair.second) || !result.contradictions.insert(pair).second) {
                continue;
            }
            result.contradictions.insert({pair.second, pair.first});
            result.issues.push_back(
                {file.input.name(), line, "to_ticker", pair.second,
                 fmt::format("is {} in the books, as {} is: nothing is converted", ticker, pair.first),
                 fmt::format("if they are two instruments, 'pf-ledger instruments unalias {}'",
                             ticker == pair.first ? pair.second : pair.first)});
        }
    }
}

void add_rows_that_contradict(ContradictingRows& rows, FileNames const& names, ReadFile const& file,
                              ReadFiles const& read, ImportRequest const& request, BytesRead const& progress)
{
    base::BackgroundSha256 digest;
    importer::FileReader reader{file.input.source(digest), file.input.format(), read.companions, request.account};
    reader.use(file.scan.settled);
    reader.map_accounts(request.account_map);
    reader.check_only();
    importer::Entry entry;
    auto& lines = rows.lines.emplace_back();
    while (reader.next(entry)) {
        if (std::ranges::any_of(entry.drafts, [&](auto const& draft) { return names.contradict(draft); })) {
            lines.insert(entry.line);
            rows.count += entry.rows;
        }
    }
    progress(file.input.size());
}

} // namespace

ContradictingRows rows_that_contradict(FileNames const& names, ReadFiles const& read, ImportRequest const& request,
                                       ReadProgress& progress)
{
    ContradictingRows rows;
    for (auto const& file : read.files) {
        add_rows_that_contradict(rows, names, file, read, request, progress.of_next_pass(file.input.size()));
    }
    return rows;
}

bool FileNames::contradict(importer::Draft const& draft) const
{
    auto const& transaction = draft.transaction;
    return !contradictions.empty() && (contradictions.contains({transaction.ticker, draft.also_named}) ||
                                       (!transaction.counter_ticker.empty() &&
                                        contradictions.contains({transaction.ticker, transaction.counter_ticker})));
}

void FileNames::resolve(importer::Draft& draft) const
{
    auto& transaction = draft.transaction;
    auto const& ticker = names.ticker_of(transaction.ticker, draft.also_named);
    if (ticker != transaction.ticker) {
        transaction.symbol = std::exchange(transaction.ticker, ticker);
    }
    transaction.counter_ticker = std::string{names.ticker_of(transaction.counter_ticker)};
}

FileNames file_names(model::InstrumentNames known, ReadFiles const& read, std::int64_t first_import_id)
{
    FileNames result{std::move(known), {}, {}};
    for (std::size_t i = 0; i < read.files.size(); ++i) {
        learn(result, read.files[i], first_import_id + static_cast<std::int64_t>(i));
    }
    for (auto const& file : read.files) {
        check_conversions(result, file);
    }
    return result;
}

} // namespace pf::jobs
