#include "pf/jobs/import/account_writers.hpp"

#include "pf/db/import_store.hpp"

#include <utility>

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

/// An id is the same event whatever the day that its row gives it.
db::FingerprintSet known_to(db::Database& database, std::int64_t account_id, AccountScan const& scanned, bool has_ids)
{
    db::TransactionStore const store{database};
    if (has_ids) {
        return store.fingerprints(account_id, Timestamp{base::earliest_day}, base::end_of(base::latest_day));
    }
    // Rows without a time of day are stored where that day begins in the account's zone.
    constexpr std::chrono::days most_that_zones_differ{1};
    return store.fingerprints(account_id, scanned.first - most_that_zones_differ,
                              scanned.last + most_that_zones_differ);
}

AccountWriter writer_of(db::Database& database, std::int64_t account_id, AccountScan const& scanned, bool needs_twins,
                        bool has_ids, db::CorrectionStore::Superseded corrected)
{
    db::TransactionStore const store{database};
    AccountWriter writer;
    writer.known = known_to(database, account_id, scanned, has_ids);
    writer.next_id = store.next_id(account_id);
    writer.money.had_rows = writer.next_id > 1;
    if (needs_twins && writer.money.had_rows) {
        writer.twins = Twins{database, account_id, scanned.first, scanned.last};
    }
    if (has_ids && writer.money.had_rows) {
        writer.contents = StoredContents{database, account_id, scanned.first, scanned.last, corrected};
    }
    return writer;
}

} // namespace

AccountWriters prepare_accounts(db::Database& database, ImportInput const& input, FileScan const& scan,
                                WriteContext const& context)
{
    AccountWriters writers;
    bool const needs_twins = importer::detail_varies(input.format()) && !context.keeps_twins;
    auto const corrected = context.update_import_id > 0 ? db::CorrectionStore::Superseded::by_hand
                                                        : db::CorrectionStore::Superseded::by_anybody;
    bool needs_default = scan.has_rows_of_no_account;
    for (auto const& [name, scanned] : scan.accounts) {
        auto const account = context.accounts.find(name);
        if (account == context.accounts.end() || account->second.closed_at) {
            needs_default = true; // its rows are rejected, and counted there
        } else {
            writers.emplace(name,
                            writer_of(database, account->second.id, scanned, needs_twins, scan.has_ids, corrected));
        }
    }
    if (needs_default || writers.empty()) {
        writers[context.default_account];
    }
    auto import = import_of(input, scan, context);
    for (auto& [name, writer] : writers) {
        writer.account = &context.accounts.at(name);
        import.account_id = writer.account->id;
        db::ImportStore{database}.add(import);
    }
    return writers;
}

void store_counts(db::Database& database, AccountWriters const& writers, std::int64_t import_id)
{
    db::ImportStore store{database};
    for (auto const& [name, writer] : writers) {
        store.update_counts(import_id, writer.account->id, writer.counts);
    }
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
