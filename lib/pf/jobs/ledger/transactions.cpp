#include "pf/jobs/ledger/transactions.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/jobs/ledger/corrections.hpp"
#include "pf/jobs/ledger/transaction_words.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/report/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

/// What every command here asks of the accounts.
struct Ledger {
    explicit Ledger(db::Database& opened) : database(opened), accounts(db::AccountStore{opened}.list()), days(accounts)
    {
        for (auto const& account : accounts) {
            names.emplace(account.id, account.name);
        }
    }

    [[nodiscard]] model::Account const& only_account() const
    {
        if (accounts.empty()) {
            throw Error{ExitCode::bad_data, "there is no account yet", {}, "'pf-ledger accounts add main' opens one"};
        }
        if (accounts.size() != 1) {
            throw Error{ExitCode::usage, "there are several accounts", "ID",
                        "--account names one; or write the number as ACCOUNT:12"};
        }
        return accounts.front();
    }

    db::Database& database;
    std::vector<model::Account> accounts;
    std::map<std::int64_t, std::string> names;
    Days days;
};

/// `12` of the command's account, or of the only one there is; `ACCOUNT:12`.
db::TransactionKey key_of(Ledger const& ledger, cli::Common const& common, std::string const& word)
{
    auto const colon = word.rfind(':');
    auto const id = base::parse_integer(colon == std::string::npos ? word : word.substr(colon + 1));
    if (!id || *id <= 0) {
        throw Error{ExitCode::usage, fmt::format("{} is no number of a transaction", base::quoted(word)), "ID",
                    "'pf-ledger list' shows them"};
    }
    auto const name = colon == std::string::npos ? common.account.value_or("") : word.substr(0, colon);
    auto const account_id = name.empty() ? ledger.only_account().id : db::AccountStore{ledger.database}.get(name).id;
    return {account_id, *id};
}

[[noreturn]] void refuse_missing(Ledger const& ledger, db::TransactionKey key)
{
    auto const account = base::quoted(ledger.names.at(key.account_id));
    auto const import_id = db::CorrectionStore{ledger.database}.superseding(key);
    auto const by = import_id ? db::ImportStore{ledger.database}.find(*import_id) : std::vector<model::Import>{};
    if (by.empty()) {
        throw Error{ExitCode::no_input,
                    fmt::format("there is no transaction {} in {}", key.id, account),
                    {},
                    "'pf-ledger list' shows them"};
    }
    throw Error{ExitCode::no_input,
                fmt::format("transaction {} of {} is in the books no more, since import {}: {}", key.id, account,
                            *import_id, by.front().source_file),
                {},
                fmt::format("'pf-ledger list --import {0}' shows what stands in its place, if anything; 'pf-import "
                            "undo {0}' brings it back",
                            *import_id)};
}

db::NotedTransaction get(Ledger const& ledger, cli::Common const& common, std::string const& word)
{
    auto const key = key_of(ledger, common, word);
    auto found = db::CorrectionStore{ledger.database}.find(key);
    if (!found) {
        refuse_missing(ledger, key);
    }
    return *std::move(found);
}

db::TransactionKey key_of(model::Transaction const& transaction)
{
    return {transaction.account_id, transaction.id};
}

report::TransactionRow row_of(Ledger const& ledger, db::NotedTransaction const& noted)
{
    auto const& transaction = noted.transaction;
    auto const counter = transaction.counter_account_id;
    return {ledger.names.at(transaction.account_id),  transaction, ledger.days.day_of(transaction),
            counter ? ledger.names.at(*counter) : "", noted.note,  {}};
}

std::vector<report::TransactionRow> rows_of(Ledger const& ledger, std::vector<model::Transaction> const& transactions)
{
    std::vector<report::TransactionRow> rows;
    std::ranges::transform(transactions, std::back_inserter(rows), [&](auto const& transaction) {
        return row_of(ledger, {transaction, {}});
    });
    return rows;
}

/// What is odd about what was booked.
std::vector<cli::Complaint> complaints_of(std::vector<importer::Issue> const& remarks)
{
    std::vector<cli::Complaint> complaints;
    std::ranges::transform(remarks, std::back_inserter(complaints), [](importer::Issue const& remark) {
        return cli::Complaint{remark.column, fmt::format("{} {}", base::quoted(remark.value), remark.reason),
                              remark.hint};
    });
    return complaints;
}

cli::Outcome tell(Ledger const& ledger, cli::Common const& common, CorrectionReport report, std::ostream& out,
                  std::vector<importer::Issue> const& remarks = {})
{
    cli::print_complaints(complaints_of(remarks));
    report::write_correction(out,
                             {report.import_id, rows_of(ledger, report.removed), rows_of(ledger, report.added),
                              std::move(report.changes), report.dry_run},
                             common.output);
    auto const summary = report.dry_run ? "" : fmt::format("'pf-import undo {}' takes it back", report.import_id);
    return remarks.empty() ? cli::Outcome::ok(summary) : cli::Outcome::issues(summary);
}

/// The numbers of transactions, as the history of imports shows them.
std::string numbers_of(std::vector<std::string> const& ids)
{
    return base::join(ids, " ");
}

/// What its price is multiplied with, where it is not 1.
void add_multiplier(CanonicalRow& row, db::Database& database, model::Transaction const& transaction)
{
    auto const multipliers = db::InstrumentStore{database}.multipliers();
    auto const found = multipliers.find(transaction.ticker);
    if (found != multipliers.end() && transaction.price) {
        row["multiplier"] = found->second.to_text();
    }
}

CanonicalRow editable(db::Database& database, Ledger const& ledger, RowOfEvent const& transactions)
{
    auto row = canonical_row(transactions, ledger.names, ledger.days);
    if (transactions.size() == 1) {
        add_multiplier(row, database, transactions.front());
    }
    return row;
}

/// What the event of a transaction looks like in rows.
std::vector<RowOfEvent> event_rows(db::Database& database, model::Transaction const& transaction)
{
    return split_by_row(db::CorrectionStore{database}.events_of({transaction}));
}

/// The row that tells of a transaction.
RowOfEvent row_with(db::Database& database, model::Transaction const& transaction)
{
    auto rows = event_rows(database, transaction);
    return *std::ranges::find_if(rows, [&](RowOfEvent const& row) {
        return std::ranges::any_of(row, [&](auto const& other) { return key_of(other) == key_of(transaction); });
    });
}

/// What takes the place of transactions at their moment stands where they stood.
void keep_place(std::vector<importer::Draft>& drafts, RowOfEvent const& transactions)
{
    for (auto& draft : drafts) {
        draft.transaction.place = transactions.front().place;
    }
}

/// `yesterday` as its day; a moment stays what it is, and what is neither is refused as in a file.
void read_day(CanonicalRow& row, Ledger const& ledger)
{
    auto& date = row.at("date");
    auto const span = base::parse_days(date, ledger.days.today());
    if (!base::parse_iso_timestamp(date) && span && span->first == span->last) {
        tell_day(date, "date", span->first);
        date = base::to_text(span->first);
    }
}

} // namespace

cli::Outcome show_transaction(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                              std::ostream& out)
{
    Ledger const ledger{database};
    auto const noted = get(ledger, common, words.id);
    std::vector<report::SupersededRow> before;
    db::ImportStore const imports{database};
    for (auto const& superseded : db::CorrectionStore{database}.superseded_by(noted.transaction.import_id)) {
        auto const by = imports.find(superseded.superseded_by);
        before.push_back({row_of(ledger, {superseded.transaction, {}}), by.empty() ? model::Import{} : by.front()});
    }
    auto const from = imports.find(noted.transaction.import_id);
    report::write_transaction(out, row_of(ledger, noted), from.empty() ? model::Import{} : from.front(), before,
                              common.output);
    return cli::Outcome::ok();
}

cli::Outcome add_transaction(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                             std::ostream& out)
{
    auto row = row_of_words(words.words);
    auto const account = common.account.value_or(row.contains("account") ? row.at("account") : "");
    Ledger const ledger{database};
    auto const name = account.empty() ? ledger.only_account().name : account;
    row.try_emplace("date", base::to_text(ledger.days.today()));
    read_day(row, ledger);
    std::vector<importer::Issue> remarks;
    auto const drafts = drafts_of(row, name, &remarks);
    auto report = correct(database, {"add", words.reason, {}, drafts, name, {}, words.dry_run});
    return tell(ledger, common, std::move(report), out, remarks);
}

cli::Outcome edit_transaction(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                              std::ostream& out)
{
    Ledger const ledger{database};
    auto const& id = words.id;
    auto const noted = get(ledger, common, id);
    auto const replaced = row_with(database, noted.transaction);
    auto const before = editable(database, ledger, replaced);
    auto after = changed_row(before, words.words);
    read_day(after, ledger);
    if (after == before) {
        return cli::Outcome::ok(fmt::format("transaction {} is like that already", id));
    }
    auto const& name = ledger.names.at(noted.transaction.account_id);
    std::vector<importer::Issue> remarks;
    auto drafts = drafts_of(after, name, &remarks);
    if (after.at("date") == before.at("date")) {
        keep_place(drafts, replaced);
    }
    auto report = correct(database, {fmt::format("edit {}", id), words.reason, replaced, std::move(drafts), name,
                                     noted.note, words.dry_run});
    return tell(ledger, common, std::move(report), out, remarks);
}

cli::Outcome remove_transactions(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                                 std::ostream& out)
{
    Ledger const ledger{database};
    Correction correction;
    correction.what = fmt::format("remove {}", numbers_of(words.ids));
    correction.reason = words.reason;
    correction.dry_run = words.dry_run;
    std::set<db::TransactionKey> taken;
    for (auto const& id : words.ids) {
        auto event = db::CorrectionStore{database}.events_of({get(ledger, common, id).transaction});
        if (taken.insert(key_of(event.front())).second) {
            std::ranges::move(event, std::back_inserter(correction.removed));
        }
    }
    return tell(ledger, common, correct(database, correction), out);
}

cli::Outcome move_transactions(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                               std::ostream& out)
{
    Ledger const ledger{database};
    Correction correction;
    correction.what = fmt::format("move {} to {}", numbers_of(words.ids), words.to);
    correction.reason = words.reason;
    correction.account = words.to;
    correction.dry_run = words.dry_run;
    std::set<db::TransactionKey> taken;
    for (auto const& id : words.ids) {
        auto const noted = get(ledger, common, id);
        auto rows = event_rows(database, noted.transaction);
        if (!taken.insert(key_of(rows.front().front())).second) {
            continue;
        }
        for (auto& moved : rows) {
            auto row = editable(database, ledger, moved);
            row["account"] = words.to;
            auto drafts = drafts_of(row, words.to);
            keep_place(drafts, moved);
            std::ranges::move(drafts, std::back_inserter(correction.added));
            std::ranges::move(moved, std::back_inserter(correction.removed));
        }
        correction.note = correction.note.empty() ? noted.note : correction.note;
    }
    return tell(ledger, common, correct(database, correction), out);
}

cli::Outcome note_transaction(db::Database& database, cli::Common const& common, CorrectionWords const& words)
{
    db::Atomic atomic{database};
    Ledger const ledger{database};
    auto const noted = get(ledger, common, words.id);
    auto const note = base::join(words.words, " ");
    db::CorrectionStore{database}.set_note({noted.transaction.account_id, noted.transaction.id}, note);
    atomic.end(words.dry_run);
    auto const* const what = note.empty() ? "nothing" : "this";
    return cli::Outcome::ok(
        fmt::format("{} {} noted of transaction {}", what, words.dry_run ? "would be" : "is", words.id));
}

} // namespace pf::jobs
