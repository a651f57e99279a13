#include "pf/jobs/import/write.hpp"

#include "pf/base/error.hpp"
#include "pf/db/correction_store.hpp"
#include "pf/jobs/import/account_writers.hpp"
#include "pf/jobs/import/balances.hpp"
#include "pf/jobs/import/changed_rows.hpp"
#include "pf/jobs/import/file_lines.hpp"
#include "pf/jobs/import/gaps.hpp"
#include "pf/jobs/import/market_data.hpp"
#include "pf/jobs/import/update_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::int64_t rows_between_reports = 4096;

Days days_of(std::map<std::string, model::Account> const& accounts)
{
    std::vector<model::Account> all;
    std::ranges::transform(accounts, std::back_inserter(all), &std::pair<std::string const, model::Account>::second);
    return Days{all};
}

/// None where rows that seem to be known are booked, or the source's detail varies and so does what seems to be known.
FileLines lines_of(db::Database& database, ImportInput const& input, FileScan const& scan, WriteContext const& context)
{
    if (context.keeps_twins || importer::detail_varies(input.format())) {
        return {};
    }
    return {database, input.name(), std::string{importer::name_of(input.format())}, input.digest_of_file(scan.sha256)};
}

class FileWriter {
public:
    FileWriter(db::Database& database, ImportInput const& input, FileScan const& scan, WriteContext const& context)
        : m_database(database),
          m_input(input),
          m_scan(scan),
          m_context(context),
          m_prepared(prepare_accounts(database, input, scan, context)),
          m_days(days_of(context.accounts)),
          m_places(scan.order),
          m_lines(lines_of(database, input, scan, context)),
          m_market_data(database, context.names.names),
          m_balances(m_days, scan.order.is_newest_first())
    {
    }

    WrittenFile run()
    {
        base::BackgroundSha256 digest;
        importer::FileReader reader{m_input.source(digest), m_input.format(), m_context.companions,
                                    m_context.default_account};
        reader.use(m_scan.settled);
        reader.map_accounts(m_context.account_map);
        reader.keep_raw(m_context.may_reject);
        if (m_scan.repeated) {
            reader.expect(*m_scan.repeated);
        }
        m_result.header = reader.header();
        read_all(reader);
        m_result.report.unread_columns = reader.unread_columns();
        m_input.require_unchanged(m_scan.sha256, digest.hex());
        store_counts(m_database, m_accounts, m_context.import_id);
        tell_changed();
        describe_file();
        collect_changed();
        return std::move(m_result);
    }

private:
    void read_all(importer::FileReader& reader)
    {
        importer::Entry entry;
        std::int64_t since_report = 0;
        while (reader.next(entry)) {
            take(entry);
            if (++since_report == rows_between_reports) {
                since_report = 0;
                m_context.progress(m_input.position());
            }
        }
        finish_writing();
        take_changed_lines();
        for (auto& given_back : m_lines.given_back()) {
            insert(given_back);
        }
        finish_writing();
        if (!m_twins.empty()) {
            db::CorrectionStore{m_database}.supersede(m_twins, m_context.import_id);
        }
        take_changes(m_market_data.finish());
        take_balances(m_balances.store(m_database));
        m_context.progress(m_input.size());
    }

    void finish_writing()
    {
        if (m_writer) {
            m_writer->finish();
            m_writer.reset();
        }
    }

    /// What is stored can be read only now that nothing is being written.
    void take_changed_lines()
    {
        auto lines = m_lines.changed();
        auto const stored = stored_in(lines);
        std::vector<importer::Entry> others;
        for (auto& line : lines) {
            if (!take_changed_line(line, stored.at({line.import_id, line.entry.line}))) {
                others.push_back(std::move(line.entry));
            }
        }
        for (auto& entry : others) {
            insert(entry);
        }
    }

    /// What stood in these lines, by import and line.
    [[nodiscard]] std::map<std::pair<std::int64_t, std::int64_t>, std::vector<model::Transaction>>
    stored_in(std::vector<ChangedLine> const& lines) const
    {
        std::map<std::pair<std::int64_t, std::int64_t>, std::vector<model::Transaction>> stored;
        std::vector<model::Transaction> wanted;
        for (auto const& line : lines) {
            stored[{line.import_id, line.entry.line}];
            auto& transaction = wanted.emplace_back();
            transaction.import_id = line.import_id;
            transaction.line_no = line.entry.line;
        }
        if (!wanted.empty()) {
            for (auto& one : db::CorrectionStore{m_database}.events_of(wanted)) {
                stored[{one.import_id, one.line_no}].push_back(std::move(one));
            }
        }
        return stored;
    }

    bool take_changed_line(ChangedLine& line, std::vector<model::Transaction> const& stored)
    {
        std::vector<model::Transaction> now;
        for (auto const& draft : line.entry.drafts) {
            now.push_back(placed(draft, m_accounts.at(account_of(draft, m_context.default_account))).transaction);
        }
        std::ranges::stable_sort(now, {}, &model::Transaction::account_id); // as the stored ones are
        if (!is_one_change(stored, now, m_days)) {
            return false;
        }
        for (std::size_t i = 0; i < now.size(); ++i) {
            m_by_line.emplace(std::pair{now[i].account_id, now[i].fingerprint}, stored[i]);
        }
        std::ranges::move(line.entry.drafts, std::back_inserter(m_changed));
        tally(account_of(m_changed.back(), m_context.default_account), Fate::duplicate, line.entry.rows);
        return true;
    }

    void take(importer::Entry& entry)
    {
        give_place(entry);
        m_result.report.rounded_prices += entry.rounded_prices;
        if (entry.drafts.empty()) {
            m_lines.see_other(entry.line);
        }
        if (!entry.issues.empty() || is_excluded(entry) || names_unknown_account(entry)) {
            reject(entry);
        } else if (auto const* const gap = m_context.gaps.under(entry.drafts); gap != nullptr && !is_known(entry)) {
            m_context.left_out.add(issue_of(entry, *gap));
            reject(entry);
        } else if (!entry.ignored_by.empty()) {
            std::ranges::for_each(entry.taken_back, [&](importer::Draft const& draft) { warn_of_booked(draft); });
            m_result.report.ignored_by[entry.ignored_by] += entry.rows;
            tally(m_context.default_account, Fate::ignored, entry.rows);
        } else if (!contradicts(entry)) {
            book(entry);
        }
    }

    /// Does it say another multiplier than what is known? The file is not stored as it is then.
    bool contradicts(importer::Entry const& entry)
    {
        for (auto const& draft : entry.drafts) {
            auto issue = m_context.multipliers.issue_of(draft, m_context.names);
            if (!issue || is_known(entry)) {
                continue;
            }
            issue->file = m_input.name();
            issue->line = entry.line;
            m_result.contradictions.push_back(*std::move(issue));
            m_result.contradicting.insert(draft.transaction.line_no);
            m_result.contradicting_rows += entry.rows;
            return true;
        }
        return false;
    }

    void book(importer::Entry& entry)
    {
        std::ranges::for_each(entry.statements, [&](auto const& statement) { take_statement(statement); });
        if (!entry.drafts.empty()) {
            take_drafts(entry);
        } else if (entry.statements.empty()) {
            m_market_data.add(entry);
        }
    }

    void take_statement(importer::Statement const& statement)
    {
        auto balance = statement.balance;
        balance.account_id = m_accounts.at(account_of(statement, m_context.default_account)).account->id;
        balance.import_id = m_context.import_id;
        m_balances.add(balance, statement.is_running);
    }

    void take_balances(BalanceCollector::Stored stored)
    {
        for (auto const& [name, writer] : m_accounts) {
            auto const counts = stored.rows.find(writer.account->id);
            if (counts != stored.rows.end()) {
                tally(name, Fate::inserted, counts->second.inserted);
                tally(name, Fate::duplicate, counts->second.duplicate);
            }
        }
        m_result.balanced_accounts = std::move(stored.accounts);
    }

    /// Also when it is known, or left out: others come after it.
    void give_place(importer::Entry& entry)
    {
        if (entry.drafts.empty()) {
            return;
        }
        auto const moment = entry.drafts.front().transaction.date;
        auto const place = m_places.next(moment);
        for (auto& draft : entry.drafts) {
            draft.transaction.place = draft.transaction.date == moment ? place : 0;
        }
    }

    /// Rows that nobody agreed to leave out were right when they were scanned.
    void reject(importer::Entry const& entry)
    {
        if (!m_context.may_reject) {
            throw Error(ExitCode::io_error, "changed while it was being read",
                        m_input.name() + ":" + std::to_string(entry.line), "import it again");
        }
        m_lines.see_other(entry.line);
        m_result.rejected_rows.put(entry.raw);
        m_result.rejected_rows.put("\n");
        tally(m_context.default_account, Fate::rejected, entry.rows);
    }

    [[nodiscard]] bool is_known(importer::Entry const& entry) const
    {
        return std::ranges::all_of(entry.drafts, [&](importer::Draft const& draft) {
            return m_accounts.at(account_of(draft, m_context.default_account))
                .known.contains(draft.transaction.fingerprint);
        });
    }

    [[nodiscard]] model::Issue issue_of(importer::Entry const& entry, Gap const& gap) const
    {
        return {m_input.name(),
                entry.line,
                {},
                {},
                fmt::format("rests on {}:{}, and is left out with it", gap.file, gap.line),
                "mend that row, or take it out, where the rejected rows are, and import them together"};
    }

    /// An entry of several rows is known by the lines of its transactions.
    [[nodiscard]] bool is_excluded(importer::Entry const& entry) const
    {
        return std::ranges::any_of(entry.drafts, [&](importer::Draft const& draft) {
            return m_context.excluded.contains(draft.transaction.line_no) || m_context.names.contradict(draft);
        });
    }

    [[nodiscard]] bool names_unknown_account(importer::Entry const& entry) const
    {
        return std::ranges::any_of(entry.drafts,
                                   [&](importer::Draft const& draft) {
                                       return !m_accounts.contains(account_of(draft, m_context.default_account)) ||
                                              (!draft.counter_account.empty() && !is_open(draft.counter_account));
                                   }) ||
               std::ranges::any_of(entry.statements, [&](importer::Statement const& statement) {
                   return !m_accounts.contains(account_of(statement, m_context.default_account));
               });
    }

    [[nodiscard]] bool is_open(std::string const& account) const
    {
        auto const found = m_context.accounts.find(account);
        return found != m_context.accounts.end() && !found->second.closed_at;
    }

    void tally(std::string const& account, Fate fate, std::int64_t rows)
    {
        count(m_result.report.counts, fate, rows);
        auto const writer = m_accounts.find(account);
        if (writer != m_accounts.end()) {
            count(writer->second.counts, fate, rows);
        }
    }

    void take_drafts(importer::Entry& entry)
    {
        if (is_changed(entry)) {
            m_lines.see_other(entry.line);
            std::ranges::move(entry.drafts, std::back_inserter(m_changed));
            tally(account_of(m_changed.back(), m_context.default_account), Fate::duplicate, entry.rows);
        } else if (is_known(entry)) {
            m_lines.see_known(entry);
            insert(entry);
        } else if (!m_lines.take(entry)) {
            insert(entry);
        }
    }

    void insert(importer::Entry& entry)
    {
        bool inserted = false;
        bool const is_explained = std::ranges::any_of(entry.drafts, [&](importer::Draft const& draft) {
            return m_context.multipliers.explain(draft, m_context.names);
        });
        for (auto& draft : entry.drafts) {
            inserted = insert(draft, entry.may_stand_again) || inserted;
        }
        if (inserted && !is_explained) {
            std::ranges::for_each(entry.remarks, [&](auto const& remark) { m_context.remarks.add(remark); });
        }
        auto const& account = account_of(entry.drafts.front(), m_context.default_account);
        tally(account, inserted ? Fate::inserted : Fate::duplicate, entry.rows);
    }

    /// Does the database hold a transaction of one of its ids with another content?
    [[nodiscard]] bool is_changed(importer::Entry const& entry)
    {
        return m_scan.has_ids &&
               std::ranges::any_of(entry.drafts, [&](auto const& draft) { return is_changed(draft); });
    }

    [[nodiscard]] bool is_changed(importer::Draft const& draft)
    {
        auto& writer = m_accounts.at(account_of(draft, m_context.default_account));
        if (!writer.known.contains(draft.transaction.fingerprint)) {
            return false;
        }
        auto as_booked = placed(draft, writer).transaction;
        if (m_prepared.contents.hold(as_booked)) {
            return false;
        }
        // Returned capital may have come when nothing was held.
        bool const may_be_income = as_booked.type == model::TransactionType::return_of_capital;
        as_booked.type = model::TransactionType::dividend;
        return !may_be_income || !m_prepared.contents.hold(as_booked);
    }

    /// \return  whether it was not there yet
    bool insert(importer::Draft& draft, bool may_stand_again)
    {
        auto& writer = m_accounts.at(account_of(draft, m_context.default_account));
        auto& transaction = draft.transaction;
        if (writer.known.contains(transaction.fingerprint)) {
            return false;
        }
        if (may_stand_again && !writer.known_ids.insert(transaction.fingerprint).second) {
            return false;
        }
        if (draft.seems_known && !m_context.keeps_twins) {
            take_twin(draft, writer, "equals a row above the header that comes again, and was not booked twice");
            return false;
        }
        if (m_prepared.twins.take(writer.account->id, draft)) {
            take_twin(draft, writer,
                      "equals a stored row but for the source's id or its milliseconds, and was not booked again");
            return false;
        }
        book_as_income(draft);
        store(draft, writer);
        writer.has_new_rows = true;
        auto const day = m_days.day_of(transaction);
        writer.money.rows.add(transaction, day, writer.account->base_currency);
        note_change(day);
        if (!transaction.ticker.empty()) {
            m_result.touched.add(writer.account->id, transaction.ticker, transaction.date);
        }
        return true;
    }

    /// Capital that is returned lowers what units cost. Of units that nobody knows of it can only be income.
    void book_as_income(importer::Draft& draft)
    {
        auto& transaction = draft.transaction;
        if (!is_income(transaction)) {
            return;
        }
        transaction.type = model::TransactionType::dividend;
        m_context.remarks.add({m_input.name(), transaction.line_no, "ticker", source_word(transaction),
                               "returned capital while none of it was held: booked as income",
                               "import the purchases, and 'pf-ledger edit ID type=RETURN_OF_CAPITAL' lets it lower "
                               "what they cost"});
    }

    [[nodiscard]] bool is_income(model::Transaction const& transaction) const
    {
        return transaction.type == model::TransactionType::return_of_capital &&
               m_context.as_income.contains(transaction.line_no);
    }

    /// What this file takes back may have come in with an earlier one.
    void warn_of_booked(importer::Draft const& draft)
    {
        auto const account = m_accounts.find(account_of(draft, m_context.default_account));
        if (account != m_accounts.end() && account->second.known.contains(draft.transaction.fingerprint)) {
            m_context.held_back.add({m_input.name(),
                                     draft.transaction.line_no,
                                     {},
                                     {},
                                     "was booked by an earlier import, and this file takes it back",
                                     "take it out of the books: pf-import undo, and import the later file alone"});
        }
    }

    /// It waits for somebody to say what it is; or it is known to be the same, and stands among what was superseded.
    void take_twin(importer::Draft& draft, AccountWriter& writer, std::string_view reason)
    {
        if (!m_context.remembers_twins) {
            return hold_back(draft, reason);
        }
        store(draft, writer);
        m_twins.push_back({draft.transaction.account_id, draft.transaction.id});
    }

    void store(importer::Draft& draft, AccountWriter& writer)
    {
        complete(draft, writer);
        if (!m_writer) {
            m_writer.emplace(m_database);
        }
        m_writer->add(draft.transaction);
    }

    void hold_back(importer::Draft const& draft, std::string_view reason)
    {
        m_context.held_back.add({m_input.name(),
                                 draft.transaction.line_no,
                                 {},
                                 {},
                                 std::string(reason),
                                 "--keep books it, when it is another event; --same remembers that it is none"});
    }

    /// As it stands in the database, but for its id and import.
    [[nodiscard]] importer::Draft placed(importer::Draft draft, AccountWriter const& writer) const
    {
        place(draft, writer);
        return draft;
    }

    void leave_out(model::Price const& price)
    {
        m_context.held_back.add({m_input.name(), 0, "close", price.close.to_text(),
                                 fmt::format("of {} on {} came in under another name of it, and another close stays",
                                             price.ticker, base::to_text(price.date)),
                                 "leave one of both names out of the file, or mend the close"});
    }

    /// What only the database tells.
    void complete(importer::Draft& draft, AccountWriter& writer) const
    {
        place(draft, writer);
        draft.transaction.id = writer.next_id++;
        draft.transaction.import_id = m_context.import_id;
    }

    void place(importer::Draft& draft, AccountWriter const& writer) const
    {
        auto& transaction = draft.transaction;
        transaction.account_id = writer.account->id;
        if (!draft.fx_currency.is_none() && draft.fx_currency != writer.account->base_currency) {
            transaction.fx_rate.reset();
        }
        if (!draft.counter_account.empty()) {
            transaction.counter_account_id = m_context.accounts.at(draft.counter_account).id;
        }
        m_context.names.resolve(draft);
        if (transaction.date_only) {
            transaction.date = m_days.start_of(transaction, base::day_of(transaction.date));
        }
    }

    void tell_changed()
    {
        for (auto& draft : m_changed) {
            place(draft, m_accounts.at(account_of(draft, m_context.default_account)));
        }
        bool const is_update = m_context.update_import_id > 0;
        tell_changes(m_database, m_changed, m_by_line, m_input.name(), m_context.accounts, m_days, is_update,
                     m_context.changed);
        if (is_update) {
            update_rows(m_database, m_changed, m_by_line,
                        {m_context.update_import_id, m_input.name(), m_input.digest_of_file(m_scan.sha256)}, m_days,
                        m_result);
        }
    }

    void take_changes(MarketChanges changes)
    {
        tally(m_context.default_account, Fate::inserted, changes.stored);
        tally(m_context.default_account, Fate::duplicate, changes.unchanged + std::ssize(changes.left_out));
        std::ranges::for_each(changes.left_out, [&](model::Price const& price) { leave_out(price); });
        if (changes.first_day) {
            note_change(*changes.first_day);
        }
        m_result.changed_prices = std::move(changes.priced);
        m_result.changed_rates = changes.has_rates;
    }

    void note_change(Date day) { m_result.first_change = std::min(m_result.first_change.value_or(day), day); }

    void describe_file()
    {
        auto& report = m_result.report;
        report.file = m_input.name();
        report.format = importer::name_of(m_input.format());
        report.file_sha256 = m_input.digest_of_file(m_scan.sha256);
        report.import_id = m_context.import_id;
    }

    void collect_changed()
    {
        for (auto& [name, writer] : m_accounts) {
            if (writer.has_new_rows || writer.counts.inserted > 0) {
                m_result.changed_accounts.insert(writer.account->id);
                m_result.money.emplace(writer.account->id, std::move(writer.money));
            }
        }
    }

    db::Database& m_database;
    ImportInput const& m_input;
    FileScan const& m_scan;
    WriteContext const& m_context;
    PreparedAccounts m_prepared;
    AccountWriters& m_accounts = m_prepared.writers;
    Days m_days;
    Places m_places;
    FileLines m_lines;
    std::optional<db::TransactionStore::Writer> m_writer;
    std::vector<db::TransactionKey> m_twins; ///< that are not to be booked
    MarketDataWriter m_market_data;
    BalanceCollector m_balances;
    std::vector<importer::Draft> m_changed; ///< of ids, or lines, that the database holds with other content
    ByFingerprint m_by_line;                ///< what is stored in the place of those that have no id
    WrittenFile m_result;
};

} // namespace

WrittenFile write_file(db::Database& database, ImportInput const& input, FileScan const& scan,
                       WriteContext const& context)
{
    return FileWriter{database, input, scan, context}.run();
}

} // namespace pf::jobs
