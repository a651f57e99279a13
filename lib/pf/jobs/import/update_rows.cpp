#include "pf/jobs/import/update_rows.hpp"

#include "pf/base/user.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/correction_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/import/changed_rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

using Transactions = std::vector<model::Transaction>;

/// What leaves the books, and what takes its place.
struct Exchange {
    std::map<db::TransactionKey, model::Transaction> removed;
    Transactions added;
};

Exchange exchange_of(db::Database& database, std::vector<importer::Draft> const& changed, ByFingerprint const& by_line,
                     Days const& days)
{
    auto stored = stored_of(database, changed);
    stored.insert(by_line.begin(), by_line.end());
    std::set<std::int64_t> lines; ///< with a real difference
    for (auto const& draft : changed) {
        auto const& now = draft.transaction;
        auto const before = stored.find({now.account_id, now.fingerprint});
        if (before != stored.end() && !differences(before->second, now, days).empty()) {
            lines.insert(now.line_no);
        }
    }
    Exchange exchange;
    Transactions replaced;
    for (auto const& draft : changed) {
        auto const& now = draft.transaction;
        if (!lines.contains(now.line_no)) {
            continue;
        }
        exchange.added.push_back(now);
        if (auto const before = stored.find({now.account_id, now.fingerprint}); before != stored.end()) {
            replaced.push_back(before->second);
        }
    }
    for (auto& one : db::CorrectionStore{database}.events_of(replaced)) {
        db::TransactionKey const key{one.account_id, one.id};
        exchange.removed.emplace(key, std::move(one));
    }
    return exchange;
}

template <typename Visitor>
void visit_all(Exchange const& exchange, Visitor const& visitor)
{
    for (auto const& [key, transaction] : exchange.removed) {
        visitor(transaction);
    }
    std::ranges::for_each(exchange.added, visitor);
}

void add_imports(db::Database& database, Exchange const& exchange, Update const& update)
{
    std::map<std::int64_t, std::int64_t> rows;
    visit_all(exchange, [&](model::Transaction const& one) { rows.try_emplace(one.account_id, 0); });
    std::ranges::for_each(exchange.added, [&](auto const& one) { ++rows[one.account_id]; });
    model::Import import;
    import.id = update.import_id;
    import.format = std::string{db::update_format};
    import.source_file = "update from " + update.file;
    import.file_sha256 = update.sha256;
    import.import_timestamp = base::now();
    import.made_by = base::user_name();
    std::vector<model::Import> imports;
    for (auto const& [account_id, count] : rows) {
        import.account_id = account_id;
        import.counts.read = import.counts.inserted = count;
        imports.push_back(import);
    }
    db::ImportStore{database}.add(imports);
}

void insert(db::Database& database, Transactions added, std::int64_t import_id)
{
    db::TransactionStore store{database};
    std::set<std::int64_t> accounts;
    std::ranges::transform(added, std::inserter(accounts, accounts.end()), &model::Transaction::account_id);
    auto next_ids = store.next_ids({accounts.begin(), accounts.end()});
    for (auto& one : added) {
        one.id = next_ids.at(one.account_id)++;
        one.import_id = import_id;
    }
    auto writer = store.insert();
    std::ranges::for_each(added, [&](auto const& one) { writer.add(one); });
    writer.finish();
}

/// All that is booked anew: what changes, and what transfers and conversions connect with it.
std::set<db::Instrument> connected(db::Database& database, Exchange const& exchange)
{
    std::set<db::Instrument> instruments;
    visit_all(exchange, [&](model::Transaction const& one) {
        if (!one.ticker.empty()) {
            instruments.insert({one.account_id, one.ticker});
        }
    });
    return db::TransactionStore{database}.connected_with(instruments);
}

void note_touched(WrittenFile& result, std::set<db::Instrument> const& instruments)
{
    for (auto const& instrument : instruments) {
        result.touched.add(instrument.account_id, instrument.ticker, Timestamp::min());
        result.changed_accounts.insert(instrument.account_id);
        result.rebooked_accounts.insert(instrument.account_id);
    }
}

} // namespace

void update_rows(db::Database& database, std::vector<importer::Draft> const& changed, ByFingerprint const& by_line,
                 Update const& update, Days const& days, WrittenFile& result)
{
    auto const exchange = exchange_of(database, changed, by_line, days);
    if (exchange.added.empty()) {
        return;
    }
    auto const before = connected(database, exchange);
    db::PositionStore{database}.remove(before);
    add_imports(database, exchange, update);
    std::vector<db::TransactionKey> keys;
    std::ranges::transform(exchange.removed, std::back_inserter(keys), [](auto const& one) { return one.first; });
    db::CorrectionStore{database}.supersede(keys, update.import_id);
    insert(database, exchange.added, update.import_id);
    note_touched(result, before);
    note_touched(result, connected(database, exchange));
    visit_all(exchange, [&](model::Transaction const& one) {
        result.changed_accounts.insert(one.account_id);
        result.rebooked_accounts.insert(one.account_id);
        auto const day = days.day_of(one);
        result.first_change = std::min(result.first_change.value_or(day), day);
    });
    std::set<std::int64_t> lines;
    std::ranges::for_each(exchange.added, [&](auto const& one) { lines.insert(one.line_no); });
    result.report.updated = std::ssize(lines);
    result.report.update_import_id = update.import_id;
}

} // namespace pf::jobs
