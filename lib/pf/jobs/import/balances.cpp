#include "pf/jobs/import/balances.hpp"

#include "pf/db/balance_store.hpp"
#include "pf/money/decimal_record.hpp"

#include <cstring>
#include <optional>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

/// Writes what is neither stored nor written yet.
class NewBalances {
public:
    explicit NewBalances(db::Database& database) : m_database(database) {}

    /// The accounts must be known before the first is written, since that occupies the connection.
    void prepare(std::set<std::int64_t> const& account_ids)
    {
        if (!account_ids.empty()) {
            m_known = db::BalanceStore{m_database}.fingerprints({account_ids.begin(), account_ids.end()});
        }
    }

    /// \return  whether it is new
    bool add(model::Balance const& balance)
    {
        auto const known = m_known.find(balance.account_id);
        bool const is_known = known != m_known.end() && known->second.contains(balance.fingerprint);
        if (is_known || !m_written[balance.account_id].insert(balance.fingerprint).second) {
            return false;
        }
        if (!m_writer) {
            m_writer.emplace(m_database);
        }
        m_writer->add(balance);
        return true;
    }

    void finish()
    {
        if (m_writer) {
            m_writer->finish();
        }
    }

private:
    db::Database& m_database;
    std::map<std::int64_t, db::FingerprintSet> m_known;
    std::map<std::int64_t, std::unordered_set<model::Fingerprint, FingerprintHash>> m_written;
    std::optional<db::BalanceStore::Writer> m_writer;
};

} // namespace

void BalanceCodec::write(base::RecordWriter& record, model::Balance const& balance)
{
    record.number(balance.account_id).number(balance.import_id).number(balance.line_no);
    record.number(balance.date.time_since_epoch().count()).number(balance.date_only ? 1 : 0);
    record.text(balance.ticker).text(balance.currency.code());
    money::write(record, balance.quantity);
}

void BalanceCodec::read(base::RecordReader& record, model::Balance& balance)
{
    balance.account_id = record.number();
    balance.import_id = record.number();
    balance.line_no = record.number();
    balance.date = Timestamp{Timestamp::duration{record.number()}};
    balance.date_only = record.number() == 1;
    balance.ticker = record.text();
    auto const currency = record.text();
    balance.currency = currency.empty() ? Currency{} : Currency{currency};
    balance.quantity = money::read_decimal(record);
}

void BalanceCollector::add(model::Balance const& balance, bool is_running)
{
    if (is_running) {
        add_running(balance);
    } else {
        m_rows.add(balance);
    }
}

void BalanceCollector::add_running(model::Balance const& balance)
{
    auto const day = balance.date_only ? base::day_of(balance.date) : m_days.day_of(balance.account_id, balance.date);
    auto const [at, is_new] = m_running.try_emplace(
        std::tuple{balance.account_id, balance.ticker, balance.currency, day}, LastOfDay{balance, balance});
    auto& last = at->second;
    if (is_new || balance.date < last.last.date) {
        return;
    }
    if (balance.date > last.last.date) {
        last = {balance, balance};
    }
    last.first = balance.line_no < last.first.line_no ? balance : last.first;
    last.last = balance.line_no > last.last.line_no ? balance : last.last;
}

BalanceCollector::Stored BalanceCollector::store(db::Database& database)
{
    NewBalances balances{database};
    std::set<std::int64_t> accounts;
    m_rows.visit([&](model::Balance const& balance) { accounts.insert(balance.account_id); });
    for (auto const& [key, last] : m_running) {
        accounts.insert(std::get<0>(key));
    }
    balances.prepare(accounts);
    Stored stored;
    auto const add = [&](model::Balance balance) {
        balance.fingerprint = m_fingerprinter.of_balance(balance);
        bool const is_new = balances.add(balance);
        if (is_new) {
            stored.accounts.insert(balance.account_id);
        }
        return is_new;
    };
    m_rows.visit([&](model::Balance const& balance) {
        auto& counts = stored.rows[balance.account_id];
        ++(add(balance) ? counts.inserted : counts.duplicate);
    });
    for (auto const& [key, last] : m_running) {
        static_cast<void>(add(m_is_newest_first ? last.first : last.last));
    }
    balances.finish();
    return stored;
}

} // namespace pf::jobs
