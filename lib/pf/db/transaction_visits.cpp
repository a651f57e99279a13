#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_periods.hpp"
#include "pf/db/transaction_rows.hpp"
#include "pf/db/transaction_store.hpp"

#include <algorithm>
#include <map>

namespace pf::db {

namespace {

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

/// What is booked together, and so comes together.
enum class Together { ticker, family };

/// Calls the visitor moment by moment: the rows come sorted by ticker and moment, or those of one family by moment.
void visit_moments(RowReader& rows, Together together, TransactionStore::MomentVisitor const& visitor)
{
    std::vector<model::Transaction> moment;
    std::size_t used = 0; // rows are reused, so that their strings need not be allocated again
    auto const flush = [&] {
        if (used > 0) {
            visitor({moment.data(), used});
        }
        used = 0;
    };
    model::Transaction next;
    auto const is_apart = [&] {
        return moment[0].date != next.date || (together == Together::ticker && moment[0].ticker != next.ticker);
    };
    while (rows.next()) {
        read_transaction(rows, next);
        if (used > 0 && is_apart()) {
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

Query visit_query(std::string_view with, std::string_view from_and_where, Together together = Together::ticker)
{
    auto const* const order =
        together == Together::ticker ? " ORDER BY t.ticker, t.transaction_date" : " ORDER BY t.transaction_date";
    return portable_query("visit transactions", std::string{with} + "SELECT " + std::string{transaction_columns} +
                                                    std::string{from_and_where} + order);
}

/// Joining with the instruments costs more than leaving out the few rows of others here.
constexpr std::string_view recent_rows = " FROM recent AS r JOIN transactions AS t ON t.account_id = r.account_id "
                                         "AND t.id > r.last_id WHERE ";

constexpr std::string_view of_these_instruments =
    " FROM transactions AS t WHERE (t.account_id, t.ticker) IN (SELECT account_id, ticker FROM {instruments "
    "instruments} AS k)";

/// Calls the visitor with the rows of these instruments alone.
auto only_of(std::set<Instrument> const& instruments, TransactionStore::MomentVisitor const& visitor)
{
    return [&](std::span<model::Transaction> moment) {
        auto const end = std::partition(moment.begin(), moment.end(), [&](model::Transaction const& row) {
            return instruments.contains({row.account_id, row.ticker});
        });
        if (end != moment.begin()) {
            visitor({moment.begin(), end});
        }
    };
}

/// The rows in the order of the query.
void visit_as_read(Database& database, Query const& query, std::vector<Parameter> const& parameters,
                   TransactionStore::Visitor const& visitor)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    auto const rows = database.session().driver().read(query, parameters);
    model::Transaction transaction;
    while (rows->next()) {
        read_transaction(*rows, transaction);
        visitor(transaction);
    }
}

Query payments_query(std::string_view name, std::string const& condition)
{
    return portable_query(name, "SELECT t.account_id, t.transaction_date, t.counter_account_id, t.transaction_type, "
                                "t.ticker, t.quantity, t.price, t.total_amount, t.currency, t.fee, t.fx_rate "
                                "FROM transactions AS t WHERE t.account_id IN {ids accounts} "
                                "AND t.transaction_date <= {timestamp until} AND " +
                                    condition + " ORDER BY t.account_id, t.transaction_date");
}

/// The few columns that payments follow from: a row is read in a third of the time.
void visit_payments(Database& database, Query const& query, std::vector<std::int64_t> const& account_ids,
                    Timestamp until, TransactionStore::Visitor const& visitor)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    auto const rows =
        database.session().driver().read(query, {parameter("accounts", account_ids), parameter("until", until)});
    model::Transaction transaction;
    while (rows->next()) {
        transaction.account_id = rows->integer();
        transaction.date = rows->timestamp();
        transaction.counter_account_id = rows->optional_integer();
        transaction.type = transaction_type_of(rows->text());
        transaction.ticker = rows->optional_text();
        transaction.quantity = rows->decimal();
        transaction.price = rows->optional_decimal();
        transaction.total_amount = rows->optional_decimal();
        transaction.currency = optional_currency(*rows);
        transaction.fee = rows->decimal();
        transaction.fx_rate = rows->optional_decimal();
        visitor(transaction);
    }
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

/// The rows of accounts up to a moment whose instruments have no family.
/// \param others  tickers that have one
std::unique_ptr<RowReader> singles_of_accounts(Driver& driver, std::vector<std::int64_t> const& account_ids,
                                               Timestamp until, std::set<std::string> const& others)
{
    constexpr std::string_view of_one = " FROM transactions AS t WHERE t.account_id = {integer account} AND ";
    constexpr std::string_view of_all = " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND ";
    constexpr std::string_view until_then = "t.ticker IS NOT NULL AND t.transaction_date <= {timestamp until}";
    static Query const of_one_account = visit_query("", std::string{of_one} + std::string{until_then});
    static Query const of_several = visit_query("", std::string{of_all} + std::string{until_then});
    static Query const without_others =
        visit_query("", std::string{of_all} + std::string{until_then} + " AND t.ticker NOT IN {texts others}");
    if (!others.empty()) {
        return driver.read(without_others, {parameter("accounts", account_ids), parameter("until", until),
                                            parameter("others", others)});
    }
    return account_ids.size() == 1
               ? driver.read(of_one_account, {parameter("account", account_ids.front()), parameter("until", until)})
               : driver.read(of_several, {parameter("accounts", account_ids), parameter("until", until)});
}

} // namespace

void TransactionStore::visit_periods(std::vector<Period> const& periods, Visitor const& visitor) const
{
    static Query const query = periods_query("visit periods", transaction_columns);
    visit_as_read(m_database, query, {periods_parameter(periods)}, visitor);
}

void TransactionStore::visit(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                             model::Families const& families, MomentVisitor const& visitor) const
{
    std::set<Instrument> singles;
    std::map<std::string, std::set<Instrument>> of_families;
    for (auto const& instrument : instruments) {
        auto const family = families.all().find(families.name_of(instrument.ticker));
        (family == families.all().end() ? singles : of_families[family->first]).insert(instrument);
    }
    visit_singles(singles, min_import_id, visitor);
    for (auto const& [name, members] : of_families) {
        visit_family(members, min_import_id, visitor);
    }
}

void TransactionStore::visit_singles(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                                     MomentVisitor const& visitor) const
{
    static Query const of_one_account = one_account_query();
    static Query const of_several = visit_query("", of_these_instruments);
    static Query const recent_ones =
        visit_query("WITH " + std::string{recent}, std::string{recent_rows} + "t.ticker IS NOT NULL");
    auto const timer = Database::Session::Timer{m_database.session(), of_several.name};
    auto const accounts = accounts_of(instruments);
    auto& driver = m_database.session().driver();
    if (accounts.empty()) {
        return;
    }
    if (min_import_id > 0) {
        visit_moments(
            *driver.read(recent_ones, {parameter("accounts", accounts), parameter("first_import", min_import_id)}),
            Together::ticker, only_of(instruments, visitor));
    } else if (accounts.size() == 1) {
        visit_moments(*driver.read(of_one_account, {parameter("account", accounts.front()),
                                                    parameter("tickers", tickers_of(instruments))}),
                      Together::ticker, visitor);
    } else {
        visit_moments(*driver.read(of_several, {parameter("instruments", instruments)}), Together::ticker, visitor);
    }
}

void TransactionStore::visit_family(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                                    MomentVisitor const& visitor) const
{
    static Query const all = visit_query("", of_these_instruments, Together::family);
    static Query const recent_ones = visit_query(
        "WITH " + std::string{recent}, std::string{recent_rows} + "t.ticker IN {texts tickers}", Together::family);
    auto const timer = Database::Session::Timer{m_database.session(), all.name};
    auto& driver = m_database.session().driver();
    if (min_import_id > 0) {
        visit_moments(*driver.read(recent_ones, {parameter("accounts", accounts_of(instruments)),
                                                 parameter("first_import", min_import_id),
                                                 parameter("tickers", tickers_of(instruments))}),
                      Together::family, only_of(instruments, visitor));
    } else {
        visit_moments(*driver.read(all, {parameter("instruments", instruments)}), Together::family, visitor);
    }
}

void TransactionStore::visit_accounts(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                      model::Families const& families, MomentVisitor const& visitor) const
{
    static Query const of_a_family = visit_query("",
                                                 " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND "
                                                 "t.ticker IN {texts tickers} AND t.transaction_date <= {timestamp "
                                                 "until}",
                                                 Together::family);
    auto const timer = Database::Session::Timer{m_database.session(), of_a_family.name};
    auto& driver = m_database.session().driver();
    visit_moments(*singles_of_accounts(driver, account_ids, until, families.tickers()), Together::ticker, visitor);
    for (auto const& [name, members] : families.all()) {
        visit_moments(*driver.read(of_a_family, {parameter("accounts", account_ids), parameter("tickers", members),
                                                 parameter("until", until)}),
                      Together::family, visitor);
    }
}

void TransactionStore::visit_cash(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                  Visitor const& visitor) const
{
    static Query const query =
        portable_query("visit cash movements", "SELECT " + std::string{transaction_columns} +
                                                   " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND "
                                                   "t.ticker IS NULL AND t.transaction_date <= {timestamp until} "
                                                   "ORDER BY t.account_id, t.transaction_date");
    visit_as_read(m_database, query, {parameter("accounts", account_ids), parameter("until", until)}, visitor);
}

void TransactionStore::visit_by_date(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                     Visitor const& visitor) const
{
    static Query const query = portable_query(
        "visit transactions by date",
        "SELECT " + std::string{transaction_columns} +
            " FROM transactions AS t WHERE t.account_id IN {ids accounts} AND t.transaction_date <= {timestamp until} "
            "ORDER BY t.account_id, t.transaction_date, t.id");
    visit_as_read(m_database, query, {parameter("accounts", account_ids), parameter("until", until)}, visitor);
}

void TransactionStore::visit_income(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                    Visitor const& visitor) const
{
    static Query const query = payments_query(
        "visit income", "(t.transaction_type IN ('DIVIDEND', 'INTEREST', 'STAKING', 'MINING', 'AIRDROP', 'TAX', "
                        "'TAX_REFUND') OR (t.transaction_type IN ('BUY', 'SELL') AND t.ticker IN (SELECT x.ticker FROM "
                        "transactions AS x WHERE x.transaction_type IN ('TAX', 'TAX_REFUND'))))");
    visit_payments(m_database, query, account_ids, until, visitor);
}

void TransactionStore::visit_costs(std::vector<std::int64_t> const& account_ids, Timestamp until,
                                   Visitor const& visitor) const
{
    static Query const query = payments_query(
        "visit costs", "(t.fee <> {zero} OR t.transaction_type IN ('FEE', 'FEE_REFUND', 'TAX', 'TAX_REFUND'))");
    visit_payments(m_database, query, account_ids, until, visitor);
}

void TransactionStore::visit_import(std::int64_t import_id, std::int64_t limit, Visitor const& visitor) const
{
    static Query const query = portable_query("list the rows of an import",
                                              "SELECT " + std::string{transaction_columns} +
                                                  ", t.raw_description FROM transactions AS t "
                                                  "WHERE t.import_id = {integer id} AND t.account_id IN "
                                                  "(SELECT i.account_id FROM imports AS i WHERE i.id = {integer id}) "
                                                  "ORDER BY t.line_no, t.account_id, t.id LIMIT {integer limit}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows =
        m_database.session().driver().read(query, {parameter("id", import_id), parameter("limit", limit)});
    model::Transaction transaction;
    while (rows->next()) {
        read_transaction(*rows, transaction);
        transaction.description = rows->optional_text();
        visitor(transaction);
    }
}

} // namespace pf::db
