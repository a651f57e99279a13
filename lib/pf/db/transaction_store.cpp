#include "pf/db/transaction_store.hpp"

#include "pf/db/instrument_rows.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_periods.hpp"
#include "pf/db/transaction_rows.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace pf::db {

namespace {

/// Rows with only a date whose day is one of this account: a transfer is of the day of the account that sends.
constexpr std::string_view days_of_account =
    "t.date_only AND ((t.account_id = {integer account} AND "
    "NOT (t.transaction_type = 'TRANSFER_IN' AND t.counter_account_id IS NOT NULL)) OR "
    "(t.counter_account_id = {integer account} AND t.transaction_type = 'TRANSFER_IN'))";

} // namespace

std::map<std::int64_t, FingerprintSet> TransactionStore::fingerprints(std::vector<Period> const& periods) const
{
    constexpr std::string_view superseded =
        "SELECT s.account_id, s.fingerprint FROM {texts periods} AS r JOIN superseded_transactions AS s "
        "ON s.account_id = [integer 0]";
    static Query const query = periods_query("fetch fingerprints", "t.account_id, t.fingerprint", superseded);
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, std::vector<model::Fingerprint>> found;
    auto const rows = m_database.session().driver().read(query, {periods_parameter(periods)});
    while (rows->next()) {
        auto const account_id = rows->integer();
        found[account_id].push_back(rows->fingerprint());
    }
    return sets_of(std::move(found));
}

std::map<std::int64_t, std::int64_t> TransactionStore::next_ids(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "find the next transaction ids",
        "SELECT k.value, COALESCE((SELECT MAX(t.id) FROM transactions AS t WHERE t.account_id = k.value), 0), "
        "COALESCE((SELECT MAX(s.id) FROM superseded_transactions AS s WHERE s.account_id = k.value), 0) "
        "FROM {ids accounts} AS k");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, std::int64_t> next;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto const account_id = rows->integer();
        auto const in_books = rows->integer();
        next.emplace(account_id, std::max(in_books, rows->integer()) + 1);
    }
    return next;
}

model::Families TransactionStore::families() const
{
    static Query const query = portable_query("find conversions", "SELECT DISTINCT t.ticker, t.counter_ticker FROM "
                                                                  "transactions AS t WHERE t.counter_ticker IS NOT "
                                                                  "NULL");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::pair<std::string, std::string>> conversions;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        std::string from{rows->text()};
        conversions.emplace_back(std::move(from), rows->text());
    }
    return model::Families{conversions};
}

std::int64_t TransactionStore::count_after(std::vector<std::int64_t> const& account_ids, Timestamp moment) const
{
    static Query const query =
        portable_query("count later transactions", "SELECT COUNT(*) FROM transactions AS t WHERE t.account_id IN "
                                                   "{ids accounts} AND t.transaction_date > {timestamp moment}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows =
        m_database.session().driver().read(query, {parameter("accounts", account_ids), parameter("moment", moment)});
    return rows->next() ? rows->integer() : 0;
}

std::set<Instrument> TransactionStore::connected_with(std::set<Instrument> const& instruments) const
{
    // A transfer has a row in both accounts, and a conversion for both instruments, each naming the other: following
    // the rows of one side is enough.
    static Query const query = portable_query(
        "find what transfers and conversions connect",
        "WITH RECURSIVE linked(account_id, ticker) AS (SELECT k.account_id, k.ticker FROM {instruments "
        "instruments} AS k "
        "UNION SELECT t.to_account_id, t.to_ticker FROM linked AS l JOIN ("
        "SELECT account_id, ticker, counter_account_id AS to_account_id, ticker AS to_ticker FROM transactions "
        "WHERE counter_account_id IS NOT NULL UNION ALL "
        "SELECT account_id, ticker, account_id, counter_ticker FROM transactions WHERE counter_ticker IS NOT NULL"
        ") AS t ON t.account_id = l.account_id AND t.ticker = l.ticker) "
        "SELECT account_id, ticker FROM linked");
    return read_instruments(m_database, query, {parameter("instruments", instruments)});
}

std::vector<std::int64_t> TransactionStore::accounts_connected_with(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "find the accounts that transfers connect",
        "WITH RECURSIVE linked(id) AS (SELECT k.value FROM {ids accounts} AS k UNION "
        "SELECT t.counter_account_id FROM linked AS l JOIN transactions AS t ON t.account_id = l.id "
        "WHERE t.counter_account_id IS NOT NULL AND t.ticker IS NOT NULL) SELECT id FROM linked ORDER BY id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::int64_t> ids;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        ids.push_back(rows->integer());
    }
    return ids;
}

std::set<Instrument> TransactionStore::depending_on_rates() const
{
    static Query const query = portable_query(
        "find instruments that need rates",
        "SELECT DISTINCT t.account_id, t.ticker FROM transactions AS t JOIN accounts AS a ON a.id = t.account_id "
        "JOIN positions AS p ON p.account_id = t.account_id AND p.ticker = t.ticker "
        "WHERE t.fx_rate IS NULL AND t.currency IS NOT NULL "
        "AND (t.currency <> a.base_currency OR p.currency IS NULL OR t.currency <> p.currency)");
    return read_instruments(m_database, query, {});
}

std::vector<std::int64_t> TransactionStore::accounts_linked_to(std::int64_t account_id) const
{
    static Query const query = portable_query("find accounts that transfers lead to",
                                              "SELECT t.account_id FROM transactions AS t "
                                              "WHERE t.counter_account_id = {integer account} UNION "
                                              "SELECT s.account_id FROM superseded_transactions AS s "
                                              "WHERE s.counter_account_id = {integer account} ORDER BY 1");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::int64_t> ids;
    auto const rows = m_database.session().driver().read(query, {parameter("account", account_id)});
    while (rows->next()) {
        ids.push_back(rows->integer());
    }
    return ids;
}

std::set<Timestamp> TransactionStore::starts_of_days(std::int64_t account_id) const
{
    static std::string const days{days_of_account};
    static Query const query =
        portable_query("find rows with only a date",
                       "SELECT t.transaction_date FROM transactions AS t WHERE " + days +
                           " UNION SELECT t.transaction_date FROM superseded_transactions AS t WHERE " + days);
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<Timestamp> moments;
    auto const rows = m_database.session().driver().read(query, {parameter("account", account_id)});
    while (rows->next()) {
        moments.insert(rows->timestamp());
    }
    return moments;
}

void TransactionStore::move_start_of_day(std::int64_t account_id, Timestamp from, Timestamp to)
{
    static auto const query_of = [](std::string const& table) {
        return portable_query("move rows with only a date", "UPDATE " + table +
                                                                " AS t SET transaction_date = {timestamp new} WHERE "
                                                                "t.transaction_date = {timestamp old} AND " +
                                                                std::string{days_of_account});
    };
    static std::array const queries{query_of("transactions"), query_of("superseded_transactions")};
    for (auto const& query : queries) {
        auto const timer = Database::Session::Timer{m_database.session(), query.name};
        m_database.session().driver().execute(
            query, {parameter("account", account_id), parameter("old", from), parameter("new", to)});
    }
}

std::set<Instrument> TransactionStore::instruments_of_account(std::int64_t account_id) const
{
    static Query const query = portable_query("find the instruments of an account",
                                              "SELECT DISTINCT t.account_id, t.ticker FROM transactions AS t "
                                              "WHERE t.account_id = {integer account} AND t.ticker IS NOT NULL");
    return read_instruments(m_database, query, {parameter("account", account_id)});
}

std::set<Instrument> TransactionStore::instruments_of_import(std::int64_t import_id) const
{
    static Query const query =
        portable_query("find the instruments of an import",
                       "SELECT DISTINCT t.account_id, t.ticker FROM transactions AS t "
                       "WHERE t.import_id = {integer id} AND t.ticker IS NOT NULL AND t.account_id IN "
                       "(SELECT i.account_id FROM imports AS i WHERE i.id = {integer id})");
    return read_instruments(m_database, query, {parameter("id", import_id)});
}

std::int64_t TransactionStore::count_import(std::int64_t import_id) const
{
    static Query const query =
        portable_query("count the rows of an import",
                       "SELECT COUNT(*) FROM transactions AS t WHERE t.import_id = {integer id} AND t.account_id IN "
                       "(SELECT i.account_id FROM imports AS i WHERE i.id = {integer id})");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(query, {parameter("id", import_id)});
    return rows->next() ? rows->integer() : 0;
}

std::map<std::int64_t, Timestamp> TransactionStore::first_moments(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query("find the first rows of accounts",
                                              "SELECT t.account_id, MIN(t.transaction_date) FROM transactions AS t "
                                              "WHERE t.account_id IN {ids accounts} GROUP BY t.account_id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, Timestamp> moments;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto const account = rows->integer();
        if (auto const first = rows->optional_timestamp()) {
            moments.emplace(account, *first);
        }
    }
    return moments;
}

std::vector<TransactionStore::Line> TransactionStore::lines_of_import(std::int64_t import_id) const
{
    static Query const query =
        portable_query("list the lines of an import",
                       "SELECT t.line_no, t.fingerprint FROM transactions AS t WHERE t.import_id = {integer id} AND "
                       "t.account_id IN (SELECT i.account_id FROM imports AS i WHERE i.id = {integer id}) "
                       "ORDER BY t.line_no, t.account_id, t.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<Line> lines;
    auto const rows = m_database.session().driver().read(query, {parameter("id", import_id)});
    while (rows->next()) {
        auto& line = lines.emplace_back();
        line.line_no = rows->integer();
        line.fingerprint = rows->fingerprint();
    }
    return lines;
}

Date TransactionStore::first_day_of_import(std::int64_t import_id) const
{
    static Query const query =
        portable_query("find the first day of an import",
                       "SELECT MIN(t.transaction_date) FROM transactions AS t WHERE t.import_id = {integer id} AND "
                       "t.account_id IN (SELECT i.account_id FROM imports AS i WHERE i.id = {integer id})");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(query, {parameter("id", import_id)});
    auto const moment = rows->next() ? rows->optional_timestamp() : std::nullopt;
    return moment ? base::day_of(*moment) - std::chrono::days{1} : base::latest_day;
}

} // namespace pf::db
