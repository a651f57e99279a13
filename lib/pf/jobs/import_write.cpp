#include "pf/jobs/import_write.hpp"

#include "pf/base/error.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/price_store.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace pf::jobs {

namespace {

constexpr std::int64_t rows_between_reports = 4096;
constexpr std::size_t market_rows_at_once = 5000;

enum class Fate { inserted, duplicate, ignored, rejected };

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

struct FingerprintHash {
    std::size_t operator()(model::Fingerprint const& fingerprint) const
    {
        std::size_t value = 0;
        std::memcpy(&value, fingerprint.data(), sizeof value);
        return value;
    }
};

/// What the writer keeps for one account.
struct AccountWriter {
    model::Account const* account = nullptr;
    model::ImportCounts counts;
    std::int64_t next_id = 0;
    db::FingerprintSet known;
    std::unordered_set<model::Fingerprint, FingerprintHash>
        known_ids;                                      ///< of rows of this file with an id of their source
    std::unordered_map<std::string, Timestamp> touched; ///< tickers, and their earliest new transaction
};

class FileWriter {
public:
    FileWriter(db::Database& database, ImportInput const& input, FileScan const& scan, WriteContext const& context)
        : m_database(database), m_input(input), m_scan(scan), m_context(context)
    {
    }

    WrittenFile run()
    {
        prepare_accounts();
        importer::FileReader reader{m_input.source(), m_input.format(), m_context.companions,
                                    m_context.default_account};
        reader.keep_raw(m_context.keep_rejected);
        if (m_scan.repeated) {
            reader.expect(*m_scan.repeated);
        }
        m_result.header = reader.header();
        read_all(reader);
        if (m_result.report.counts.read != m_scan.rows) {
            throw Error(ExitCode::io_error, "changed while it was being read", m_input.name(), "import it again");
        }
        store_counts();
        collect_touched();
        return std::move(m_result);
    }

private:
    /// What the file needs before the bulk load occupies the connection.
    void prepare_accounts()
    {
        bool needs_default = m_scan.has_rows_of_no_account;
        for (auto const& [name, scanned] : m_scan.accounts) {
            auto const account = m_context.accounts.find(name);
            if (account == m_context.accounts.end()) {
                needs_default = true; // its rows are rejected, and counted there
            } else {
                auto& writer = m_accounts[name];
                db::TransactionStore const store{m_database};
                writer.known = store.fingerprints(account->second.id, scanned.first, scanned.last);
                writer.next_id = store.next_id(account->second.id);
            }
        }
        if (needs_default || m_accounts.empty()) {
            m_accounts[m_context.default_account];
        }
        for (auto& [name, writer] : m_accounts) {
            writer.account = &m_context.accounts.at(name);
            add_import(writer);
        }
    }

    void add_import(AccountWriter const& writer)
    {
        model::Import import;
        import.id = m_context.import_id;
        import.account_id = writer.account->id;
        import.format = importer::name_of(m_input.format());
        import.source_file = m_input.name();
        import.file_sha256 = m_context.file_sha256;
        import.import_timestamp = base::now();
        db::ImportStore{m_database}.add(import);
    }

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
        if (m_writer) {
            m_writer->finish();
            m_writer.reset();
        }
        store_market_data();
        m_context.progress(m_input.size());
    }

    void take(importer::Entry& entry)
    {
        m_result.report.rounded_prices += entry.rounded_prices;
        if (!entry.issues.empty() || is_excluded(entry) || names_unknown_account(entry)) {
            m_result.rejected_rows.append(entry.raw).append("\n");
            tally(m_context.default_account, Fate::rejected, entry.rows);
        } else if (!entry.ignored_by.empty()) {
            m_result.report.ignored_by[entry.ignored_by] += entry.rows;
            tally(m_context.default_account, Fate::ignored, entry.rows);
        } else if (!entry.drafts.empty()) {
            take_drafts(entry);
        } else {
            take_market_data(entry);
        }
    }

    /// An entry of several rows is known by the lines of its transactions.
    [[nodiscard]] bool is_excluded(importer::Entry const& entry) const
    {
        return std::ranges::any_of(entry.drafts, [&](importer::Draft const& draft) {
            return m_context.excluded.contains(draft.transaction.line_no);
        });
    }

    [[nodiscard]] bool names_unknown_account(importer::Entry const& entry) const
    {
        return std::ranges::any_of(entry.drafts, [&](importer::Draft const& draft) {
            return !m_accounts.contains(account_of(draft, m_context.default_account)) ||
                   (!draft.counter_account.empty() && !m_context.accounts.contains(draft.counter_account));
        });
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
        bool inserted = false;
        for (auto& draft : entry.drafts) {
            inserted = insert(draft, entry.may_stand_again) || inserted;
        }
        auto const& account = account_of(entry.drafts.front(), m_context.default_account);
        tally(account, inserted ? Fate::inserted : Fate::duplicate, entry.rows);
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
        transaction.account_id = writer.account->id;
        transaction.id = writer.next_id++;
        transaction.import_id = m_context.import_id;
        if (!draft.fx_currency.is_none() && draft.fx_currency != writer.account->base_currency) {
            transaction.fx_rate.reset();
        }
        if (!draft.counter_account.empty()) {
            transaction.counter_account_id = m_context.accounts.at(draft.counter_account).id;
        }
        if (!m_writer) {
            m_writer.emplace(m_database);
        }
        m_writer->add(transaction);
        note_change(base::day_of(transaction.date));
        if (!transaction.ticker.empty()) {
            auto const [first, is_new] = writer.touched.try_emplace(transaction.ticker, transaction.date);
            first->second = std::min(first->second, transaction.date);
        }
        return true;
    }

    void take_market_data(importer::Entry& entry)
    {
        m_prices.insert(m_prices.end(), entry.prices.begin(), entry.prices.end());
        m_rates.insert(m_rates.end(), entry.fx_rates.begin(), entry.fx_rates.end());
        if (m_prices.size() + m_rates.size() >= market_rows_at_once) {
            store_market_data();
        }
    }

    void store_market_data()
    {
        db::PriceStore store{m_database};
        auto const prices = store.upsert(m_prices);
        for (std::size_t i = 0; i < prices.size(); ++i) {
            tally_stored(prices[i]);
            if (prices[i] != db::Stored::unchanged) {
                m_result.changed_prices.insert(m_prices[i].ticker);
                note_change(m_prices[i].date);
            }
        }
        auto const rates = store.upsert(m_rates);
        for (std::size_t i = 0; i < rates.size(); ++i) {
            tally_stored(rates[i]);
            if (rates[i] != db::Stored::unchanged) {
                m_result.changed_rates = true;
                note_change(m_rates[i].date);
            }
        }
        m_prices.clear();
        m_rates.clear();
    }

    void note_change(Date day) { m_result.first_change = std::min(m_result.first_change.value_or(day), day); }

    void tally_stored(db::Stored stored)
    {
        tally(m_context.default_account, stored == db::Stored::unchanged ? Fate::duplicate : Fate::inserted, 1);
    }

    void store_counts()
    {
        db::ImportStore store{m_database};
        for (auto const& [name, writer] : m_accounts) {
            store.update_counts(m_context.import_id, writer.account->id, writer.counts);
        }
    }

    void collect_touched()
    {
        auto& report = m_result.report;
        report.file = m_input.name();
        report.format = importer::name_of(m_input.format());
        report.file_sha256 = m_context.file_sha256;
        report.import_id = m_context.import_id;
        for (auto const& [name, writer] : m_accounts) {
            for (auto const& [ticker, first] : writer.touched) {
                m_result.touched.emplace(db::Instrument{writer.account->id, ticker}, first);
            }
            if (writer.counts.inserted > 0) {
                m_result.changed_accounts.insert(writer.account->id);
            }
        }
    }

    db::Database& m_database;
    ImportInput const& m_input;
    FileScan const& m_scan;
    WriteContext const& m_context;
    std::unordered_map<std::string, AccountWriter> m_accounts;
    std::optional<db::TransactionStore::Writer> m_writer;
    std::vector<model::Price> m_prices;
    std::vector<model::FxRate> m_rates;
    WrittenFile m_result;
};

} // namespace

WrittenFile write_file(db::Database& database, ImportInput const& input, FileScan const& scan,
                       WriteContext const& context)
{
    return FileWriter{database, input, scan, context}.run();
}

} // namespace pf::jobs
