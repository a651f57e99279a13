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

std::optional<model::Transaction> CashStore::first_deposit(std::int64_t account_id) const
{
    static Query const query = portable_query(
        "find the first deposit", "SELECT t.transaction_date, t.transaction_type, t.counter_account_id FROM "
                                  "transactions AS t WHERE t.account_id = {integer account} AND t.ticker IS NULL "
                                  "AND t.transaction_type IN ('DEPOSIT', 'WITHDRAWAL', 'TRANSFER_IN', 'TRANSFER_OUT') "
                                  "ORDER BY t.transaction_date LIMIT 1");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(query, {parameter("account", account_id)});
    if (!rows->next()) {
        return std::nullopt;
    }
    model::Transaction first;
    first.account_id = account_id;
    first.date = rows->timestamp();
    first.type = transaction_type_of(rows->text());
    first.counter_account_id = rows->optional_integer();
    return first;
}

void CashStore::replace(std::int64_t account_id, std::vector<model::CashBalance> const& balances)
{
    static Query const remove =
        portable_query("remove the cash balances", "DELETE FROM cash_balances WHERE account_id = {integer account}");
    static Query const mark =
        portable_query("book the cash",
                       "UPDATE accounts SET cash_is_booked = TRUE WHERE id = {integer account} AND NOT cash_is_booked");
    auto const timer = Database::Session::Timer{m_database.session(), mark.name};
    auto& driver = m_database.session().driver();
    driver.execute(remove, {parameter("account", account_id)});
    driver.execute(mark, {parameter("account", account_id)});
    auto const writer = driver.write(cash_table());
    for (auto const& cash : balances) {
        writer->integer(account_id);
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
