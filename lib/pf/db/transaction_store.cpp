#include "pf/db/transaction_store.hpp"

#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

#include <algorithm>

namespace pf::db {

namespace {

constexpr char const* select_next_id =
    "SELECT COALESCE(MAX(id), 0) + 1 FROM transactions WHERE account_id = :account_id";
constexpr char const* delete_import = "DELETE FROM transactions WHERE import_id = :id "
                                      "AND account_id IN (SELECT account_id FROM imports WHERE id = :import_id)";

/// Within an account, ids grow from import to import, so the rows of the imports from one on are those behind the last
/// id of the ones before: found from the end of the primary key, whatever the number of older rows. Materialized, or
/// PostgreSQL would look for that id once for every row.
constexpr std::string_view recent =
    "recent AS MATERIALIZED (SELECT a.id AS account_id, COALESCE((SELECT o.id FROM transactions AS o "
    "WHERE o.account_id = a.id AND o.import_id < {integer first_import} "
    "ORDER BY o.id DESC LIMIT 1), 0) AS last_id "
    "FROM accounts AS a WHERE a.id IN {ids accounts}) ";

std::vector<std::int64_t> accounts_of(std::set<Instrument> const& instruments)
{
    std::vector<std::int64_t> ids;
    for (auto const& instrument : instruments) {
        if (ids.empty() || ids.back() != instrument.account_id) {
            ids.push_back(instrument.account_id);
        }
    }
    return ids;
}

std::set<std::string> tickers_of(std::set<Instrument> const& instruments)
{
    std::set<std::string> tickers;
    for (auto const& instrument : instruments) {
        tickers.insert(instrument.ticker);
    }
    return tickers;
}

/// Calls the visitor in booking order: the rows come sorted by ticker and moment, those of one moment are sorted here.
void visit_sorted(RowReader& rows, TransactionStore::Visitor const& visitor)
{
    std::vector<model::Transaction> moment;
    std::size_t used = 0; // rows are reused, so that their strings need not be allocated again
    auto const flush = [&] {
        auto const end = moment.begin() + static_cast<std::ptrdiff_t>(used);
        if (used > 1) {
            std::sort(moment.begin(), end,
                      [](auto const& left, auto const& right) { return booking_order(left, right) < 0; });
        }
        std::for_each(moment.begin(), end, visitor);
        used = 0;
    };
    model::Transaction next;
    while (rows.next()) {
        read_transaction(rows, next);
        if (used > 0 && (moment[0].date != next.date || moment[0].ticker != next.ticker)) {
            flush();
        }
        if (used == moment.size()) {
            moment.emplace_back();
        }
        std::swap(moment[used], next);
        ++used;
    }
    flush();
}

std::set<Instrument> read_instruments(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::set<Instrument> instruments;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        auto const account_id = rows->integer();
        instruments.insert({account_id, std::string{rows->text()}});
    }
    return instruments;
}

Query visit_query(std::string_view with, std::string_view from_and_where)
{
    return portable_query("visit transactions", std::string{with} + "SELECT " + std::string{transaction_columns} +
                                                    std::string{from_and_where} +
                                                    " ORDER BY t.ticker, t.transaction_date");
}

/// With one account the rows come out of the index in the wanted order. PostgreSQL sees that when the tickers come
/// sorted, and then sorts one ticker's rows at a time instead of all of them through a file; SQLite sees it by itself.
Query one_account_query()
{
    auto query = visit_query("", " FROM transactions AS t WHERE t.account_id = {integer account} "
                                 "AND t.ticker IN {texts tickers}");
    query.postgresql =
        portable_query(query.name, "SELECT " + std::string{transaction_columns} +
                                       " FROM (SELECT DISTINCT value FROM {texts tickers} AS x ORDER BY value) "
                                       "AS k JOIN transactions AS t ON t.account_id = {integer account} "
                                       "AND t.ticker = k.value ORDER BY k.value, t.transaction_date")
            .postgresql;
    return query;
}

} // namespace

FingerprintSet TransactionStore::fingerprints(std::int64_t account_id, Timestamp first, Timestamp last) const
{
    static Query const query = portable_query(
        "fetch fingerprints", "SELECT fingerprint FROM transactions WHERE account_id = {integer account} AND "
                              "transaction_date BETWEEN {timestamp first} AND {timestamp last}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::Fingerprint> fingerprints;
    auto const rows = m_database.session().driver().read(
        query, {parameter("account", account_id), parameter("first", first), parameter("last", last)});
    while (rows->next()) {
        fingerprints.push_back(rows->fingerprint());
    }
    return FingerprintSet{std::move(fingerprints)};
}

std::int64_t TransactionStore::next_id(std::int64_t account_id) const
{
    return m_database.session().run("find the next transaction id", [&](soci::session& sql) {
        long long const account = account_id;
        long long id = 0;
        sql << select_next_id, soci::use(account, "account_id"), soci::into(id);
        return std::int64_t{id};
    });
}

void TransactionStore::visit(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                             Visitor const& visitor) const
{
    static Query const of_one_account = one_account_query();
    static Query const of_several = visit_query("", " FROM transactions AS t WHERE (t.account_id, t.ticker) IN (SELECT "
                                                    "account_id, ticker FROM {instruments instruments} AS k)");
    // Joining with the instruments costs more than leaving out the few rows of others here.
    static Query const recent_ones = visit_query(
        "WITH " + std::string{recent}, " FROM recent AS r JOIN transactions AS t ON t.account_id = r.account_id "
                                       "AND t.id > r.last_id WHERE t.ticker IS NOT NULL");
    auto const timer = Database::Session::Timer{m_database.session(), of_several.name};
    auto const accounts = accounts_of(instruments);
    auto& driver = m_database.session().driver();
    if (min_import_id > 0) {
        visit_sorted(
            *driver.read(recent_ones, {parameter("accounts", accounts), parameter("first_import", min_import_id)}),
            [&](model::Transaction const& transaction) {
                if (instruments.contains({transaction.account_id, transaction.ticker})) {
                    visitor(transaction);
                }
            });
    } else if (accounts.size() == 1) {
        visit_sorted(*driver.read(of_one_account, {parameter("account", accounts.front()),
                                                   parameter("tickers", tickers_of(instruments))}),
                     visitor);
    } else if (!accounts.empty()) {
        visit_sorted(*driver.read(of_several, {parameter("instruments", instruments)}), visitor);
    }
}

void TransactionStore::visit_accounts(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                      Visitor const& visitor) const
{
    static Query const of_one_account =
        visit_query("", " FROM transactions AS t WHERE t.account_id = {integer account} AND t.ticker IS NOT NULL AND "
                        "t.transaction_date <= {timestamp until}");
    static Query const of_several = visit_query("", " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND "
                                                    "t.ticker IS NOT NULL AND t.transaction_date <= {timestamp until}");
    auto const timer = Database::Session::Timer{m_database.session(), of_several.name};
    auto& driver = m_database.session().driver();
    auto const rows =
        account_ids.size() == 1
            ? driver.read(of_one_account, {parameter("account", account_ids.front()), parameter("until", until)})
            : driver.read(of_several, {parameter("accounts", account_ids), parameter("until", until)});
    visit_sorted(*rows, visitor);
}

void TransactionStore::visit_cash(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                  Visitor const& visitor) const
{
    static Query const query =
        portable_query("visit cash movements", "SELECT " + std::string{transaction_columns} +
                                                   " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND "
                                                   "t.ticker IS NULL AND t.transaction_date <= {timestamp until} "
                                                   "ORDER BY t.account_id, t.transaction_date");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows =
        m_database.session().driver().read(query, {parameter("accounts", account_ids), parameter("until", until)});
    model::Transaction transaction;
    while (rows->next()) {
        read_transaction(*rows, transaction);
        visitor(transaction);
    }
}

std::set<Instrument> TransactionStore::with_transfers(std::set<Instrument> const& instruments) const
{
    // A transfer has a row in both accounts, each naming the other: following the rows of one side is enough.
    static Query const query =
        portable_query("find what transfers connect",
                       "WITH RECURSIVE linked(account_id, ticker) AS (SELECT k.account_id, k.ticker FROM {instruments "
                       "instruments} AS k "
                       "UNION SELECT t.counter_account_id, t.ticker FROM linked AS l JOIN transactions AS t "
                       "ON t.account_id = l.account_id AND t.ticker = l.ticker AND t.counter_account_id IS NOT NULL) "
                       "SELECT account_id, ticker FROM linked");
    return read_instruments(m_database, query, {parameter("instruments", instruments)});
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

std::set<Instrument> TransactionStore::instruments_of_import(std::int64_t import_id) const
{
    static Query const query =
        portable_query("find the instruments of an import",
                       "SELECT DISTINCT t.account_id, t.ticker FROM transactions AS t "
                       "WHERE t.import_id = {integer id} AND t.ticker IS NOT NULL AND t.account_id IN "
                       "(SELECT i.account_id FROM imports AS i WHERE i.id = {integer id})");
    return read_instruments(m_database, query, {parameter("id", import_id)});
}

std::vector<model::Transaction> TransactionStore::list_import(std::int64_t import_id, std::int64_t limit) const
{
    static Query const query = portable_query("list the rows of an import",
                                              "SELECT " + std::string{transaction_columns} +
                                                  ", t.raw_description, t.external_id FROM transactions AS t "
                                                  "WHERE t.import_id = {integer id} AND t.account_id IN "
                                                  "(SELECT i.account_id FROM imports AS i WHERE i.id = {integer id}) "
                                                  "ORDER BY t.line_no, t.account_id, t.id LIMIT {integer limit}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::Transaction> transactions;
    auto const rows =
        m_database.session().driver().read(query, {parameter("id", import_id), parameter("limit", limit)});
    while (rows->next()) {
        auto& transaction = transactions.emplace_back();
        read_transaction(*rows, transaction);
        transaction.description = rows->optional_text();
        transaction.external_id = rows->optional_text();
    }
    return transactions;
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
    return moment ? base::day_of(*moment) : base::latest_day;
}

std::int64_t TransactionStore::remove_import(std::int64_t import_id)
{
    return m_database.session().run("remove the rows of an import", [&](soci::session& sql) {
        long long const id = import_id;
        soci::statement statement = (sql.prepare << delete_import, soci::use(id, "id"), soci::use(id, "import_id"));
        statement.execute(true);
        return std::int64_t{statement.get_affected_rows()};
    });
}

} // namespace pf::db
