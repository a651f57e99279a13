#include "pf/db/cash_store.hpp"

#include "pf/db/json_text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

namespace pf::db {

namespace {

/// `[account, currency, balance_base]`, as `PositionStore::set_prices` has it.
constexpr std::string_view set_in_base_postgresql =
    "UPDATE cash_balances SET balance_base = CAST(k.value ->> 2 AS NUMERIC) "
    "FROM json_array_elements(CAST(:'rows' AS JSON)) AS k(value) "
    "WHERE cash_balances.account_id = CAST(k.value ->> 0 AS BIGINT) AND cash_balances.currency = k.value ->> 1";
constexpr std::string_view set_in_base_sqlite =
    "UPDATE cash_balances SET balance_base = k.value ->> 2 FROM json_each(:rows) AS k "
    "WHERE cash_balances.account_id = k.value ->> 0 AND cash_balances.currency = k.value ->> 1";

Table const& cash_table()
{
    static Table const table{
        "cash_balances", {"account_id", "currency", "balance", "last_day"}, {"account_id", "currency"}};
    return table;
}

} // namespace

std::vector<model::CashBalance> CashStore::list(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "list the cash balances",
        "SELECT c.account_id, c.currency, c.balance, c.last_day FROM cash_balances AS c "
        "JOIN accounts AS a ON a.id = c.account_id WHERE c.account_id IN {ids accounts} AND a.cash_is_booked "
        "ORDER BY c.account_id, c.currency");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::CashBalance> balances;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto& cash = balances.emplace_back();
        cash.account_id = rows->integer();
        cash.currency = Currency{rows->text()};
        cash.balance = rows->optional_decimal();
        cash.last_day = rows->date();
    }
    return balances;
}

std::set<std::int64_t> CashStore::unbooked(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "find accounts without booked cash",
        "SELECT a.id FROM accounts AS a WHERE a.id IN {ids accounts} AND NOT a.cash_is_booked ORDER BY a.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<std::int64_t> ids;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        ids.insert(rows->integer());
    }
    return ids;
}

std::vector<model::Transaction> CashStore::first_deposits(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "find the first deposits",
        "SELECT t.account_id, t.transaction_date, t.transaction_type, t.counter_account_id FROM "
        "(SELECT k.value AS account_id, (SELECT x.id FROM transactions AS x WHERE x.account_id = k.value "
        "AND x.ticker IS NULL AND x.transaction_type IN ('DEPOSIT', 'WITHDRAWAL', 'TRANSFER_IN', 'TRANSFER_OUT') "
        "ORDER BY x.transaction_date LIMIT 1) AS id FROM {ids accounts} AS k) AS f "
        "JOIN transactions AS t ON t.account_id = f.account_id AND t.id = f.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::Transaction> deposits;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto& first = deposits.emplace_back();
        first.account_id = rows->integer();
        first.date = rows->timestamp();
        first.type = transaction_type_of(rows->text());
        first.counter_account_id = rows->optional_integer();
    }
    return deposits;
}

void CashStore::replace(std::vector<std::int64_t> const& account_ids, std::vector<model::CashBalance> const& balances)
{
    static Query const remove =
        portable_query("remove the cash balances", "DELETE FROM cash_balances WHERE account_id IN {ids accounts}");
    static Query const mark = portable_query(
        "book the cash", "UPDATE accounts SET cash_is_booked = TRUE WHERE id IN {ids accounts} AND NOT cash_is_booked");
    auto const timer = Database::Session::Timer{m_database.session(), mark.name};
    auto& driver = m_database.session().driver();
    driver.execute(remove, {parameter("accounts", account_ids)});
    driver.execute(mark, {parameter("accounts", account_ids)});
    auto const writer = driver.write(cash_table());
    for (auto const& cash : balances) {
        writer->integer(cash.account_id);
        writer->text(cash.currency.code());
        writer->optional_decimal(cash.balance);
        writer->date(cash.last_day);
        writer->end_row();
    }
    writer->finish();
}

void CashStore::set_in_base(std::vector<InBase> const& balances)
{
    static Query const query{"set what cash is worth", std::string{set_in_base_postgresql},
                             std::string{set_in_base_sqlite}};
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    JsonArray rows;
    for (auto const& one : balances) {
        rows.add(JsonArray{}.add(one.account_id).add(one.currency.code()).add(one.balance_base));
    }
    if (!rows.empty()) {
        m_database.session().driver().execute(query, {{"rows", rows.text()}});
    }
}

} // namespace pf::db
