#include "pf/jobs/import/account_writers.hpp"

#include "pf/db/import_store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace pf::jobs {

namespace {

model::Import import_of(ImportInput const& input, FileScan const& scan, WriteContext const& context)
{
    model::Import import;
    import.id = context.import_id;
    import.format = importer::name_of(input.format());
    import.source_file = input.name();
    import.file_sha256 = input.digest_of_file(scan.sha256);
    import.import_timestamp = base::now();
    return import;
}

bool takes_rows(std::map<std::string, model::Account>::const_iterator account, WriteContext const& context)
{
    return account != context.accounts.end() && !account->second.closed_at;
}

/// Of the file's rows of each account that takes them.
std::vector<db::Period> periods_of(FileScan const& scan, WriteContext const& context)
{
    std::vector<db::Period> periods;
    for (auto const& [name, scanned] : scan.accounts) {
        if (auto const account = context.accounts.find(name); takes_rows(account, context)) {
            periods.push_back({account->second.id, scanned.first, scanned.last});
        }
    }
    return periods;
}

/// Where what a row may repeat is looked for. An id is the same event whatever the day that its row gives it.
std::vector<db::Period> widened(std::vector<db::Period> periods, bool has_ids)
{
    // Rows without a time of day are stored where that day begins in the account's zone.
    constexpr std::chrono::days most_that_zones_differ{1};
    for (auto& period : periods) {
        period.first = has_ids ? Timestamp{base::earliest_day} : period.first - most_that_zones_differ;
        period.last = has_ids ? base::end_of(base::latest_day) : period.last + most_that_zones_differ;
    }
    return periods;
}

std::vector<std::int64_t> accounts_of(std::vector<db::Period> const& periods)
{
    std::vector<std::int64_t> ids;
    std::ranges::transform(periods, std::back_inserter(ids), &db::Period::account_id);
    return ids;
}

/// A writer for each account that takes rows; the command's account stands for the others, and where there is none.
AccountWriters writers_of(FileScan const& scan, WriteContext const& context)
{
    AccountWriters writers;
    bool needs_default = scan.has_rows_of_no_account;
    for (auto const& [name, scanned] : scan.accounts) {
        if (auto const account = context.accounts.find(name); takes_rows(account, context)) {
            writers[name].account = &account->second;
        } else {
            needs_default = true; // its rows are rejected, and counted there
        }
    }
    if (needs_default || writers.empty()) {
        writers[context.default_account].account = &context.accounts.at(context.default_account);
    }
    return writers;
}

void fill(AccountWriters& writers, std::map<std::int64_t, std::int64_t> const& next_ids,
          std::map<std::int64_t, db::FingerprintSet> known)
{
    for (auto& [name, writer] : writers) {
        if (auto const next = next_ids.find(writer.account->id); next != next_ids.end()) {
            writer.next_id = next->second;
            writer.money.had_rows = next->second > 1;
        }
        if (auto const found = known.find(writer.account->id); found != known.end()) {
            writer.known = std::move(found->second);
        }
    }
}

void enter_import(db::Database& database, AccountWriters const& writers, model::Import import)
{
    std::vector<model::Import> imports;
    for (auto const& [name, writer] : writers) {
        import.account_id = writer.account->id;
        imports.push_back(import);
    }
    db::ImportStore{database}.add(imports);
}

} // namespace

PreparedAccounts prepare_accounts(db::Database& database, ImportInput const& input, FileScan const& scan,
                                  WriteContext const& context)
{
    PreparedAccounts prepared;
    prepared.writers = writers_of(scan, context);
    auto periods = periods_of(scan, context);
    db::TransactionStore const store{database};
    auto const next_ids = store.next_ids(accounts_of(periods));
    fill(prepared.writers, next_ids, store.fingerprints(widened(periods, scan.has_ids)));
    std::erase_if(periods, [&](db::Period const& period) { return next_ids.at(period.account_id) == 1; });
    if (importer::detail_varies(input.format()) && !context.keeps_twins && !periods.empty()) {
        prepared.twins = Twins{database, periods};
    }
    if (scan.has_ids && !periods.empty()) {
        auto const corrected = context.update_import_id > 0 ? db::CorrectionStore::Superseded::by_hand
                                                            : db::CorrectionStore::Superseded::by_anybody;
        prepared.contents = StoredContents{database, periods, corrected};
    }
    enter_import(database, prepared.writers, import_of(input, scan, context));
    return prepared;
}

void store_counts(db::Database& database, AccountWriters const& writers, std::int64_t import_id)
{
    std::map<std::int64_t, model::ImportCounts> counts;
    for (auto const& [name, writer] : writers) {
        counts.emplace(writer.account->id, writer.counts);
    }
    db::ImportStore{database}.update_counts(import_id, counts);
}

void count(model::ImportCounts& counts, Fate fate, std::int64_t rows)
{
    counts.read += rows;
    switch (fate) {
    case Fate::inserted:
        counts.inserted += rows;
        break;
    case Fate::duplicate:
        counts.duplicate += rows;
        break;
    case Fate::ignored:
        counts.ignored += rows;
        break;
    case Fate::rejected:
        counts.rejected += rows;
        break;
    }
}

} // namespace pf::jobs
