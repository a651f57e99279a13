#include "pf/db/balance_store.hpp"

#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

namespace pf::db {

namespace {

Table const& balances_table()
{
    static Table const table{"balances",
                             {"account_id", "import_id", "line_no", "balance_date", "fingerprint", "date_only",
                              "ticker", "currency", "quantity"},
                             {"account_id", "fingerprint"}};
    return table;
}

} // namespace

std::vector<model::Balance> BalanceStore::list(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query(
        "list the balances",
        "SELECT b.account_id, b.import_id, b.line_no, b.balance_date, b.fingerprint, b.date_only, b.ticker, "
        "b.currency, b.quantity FROM balances AS b WHERE b.account_id IN {ids accounts} "
        "ORDER BY b.account_id, COALESCE(b.ticker, ''), COALESCE(b.currency, ''), b.balance_date, b.import_id, "
        "b.line_no");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::Balance> balances;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto& balance = balances.emplace_back();
        balance.account_id = rows->integer();
        balance.import_id = rows->integer();
        balance.line_no = rows->integer();
        balance.date = rows->timestamp();
        balance.fingerprint = rows->fingerprint();
        balance.date_only = rows->boolean();
        balance.ticker = rows->optional_text();
        balance.currency = optional_currency(*rows);
        balance.quantity = rows->decimal();
    }
    return balances;
}

std::int64_t BalanceStore::count(std::int64_t account_id) const
{
    static Query const query = portable_query(
        "count the balances", "SELECT COUNT(*) FROM balances AS b WHERE b.account_id = {integer account}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(query, {parameter("account", account_id)});
    return rows->next() ? rows->integer() : 0;
}

std::map<std::int64_t, FingerprintSet> BalanceStore::fingerprints(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query =
        portable_query("fetch the fingerprints of balances",
                       "SELECT b.account_id, b.fingerprint FROM balances AS b WHERE b.account_id IN {ids accounts}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, std::vector<model::Fingerprint>> found;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto const account_id = rows->integer();
        found[account_id].push_back(rows->fingerprint());
    }
    return sets_of(std::move(found));
}

std::int64_t BalanceStore::remove_imports(std::set<std::int64_t> const& import_ids)
{
    static Query const query = portable_query("remove the balances of imports",
                                              "DELETE FROM balances WHERE import_id IN {ids imports} AND account_id IN "
                                              "(SELECT i.account_id FROM imports AS i WHERE i.id IN {ids imports})");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::int64_t> const ids{import_ids.begin(), import_ids.end()};
    return m_database.session().driver().execute(query, {parameter("imports", ids)});
}

struct BalanceStore::Writer::Impl {
    std::unique_ptr<RowWriter> rows;
};

BalanceStore::Writer::Writer(Database& database) : m_impl(new Impl{database.session().driver().write(balances_table())})
{
}

BalanceStore::Writer::Writer(Writer&&) noexcept = default;
BalanceStore::Writer::~Writer() = default;

void BalanceStore::Writer::add(model::Balance const& balance)
{
    auto& row = *m_impl->rows;
    row.integer(balance.account_id);
    row.integer(balance.import_id);
    row.integer(balance.line_no);
    row.timestamp(balance.date);
    row.fingerprint(balance.fingerprint);
    row.boolean(balance.date_only);
    row.optional_text(balance.ticker);
    row.optional_text(balance.currency.code());
    row.decimal(balance.quantity);
    row.end_row();
}

void BalanceStore::Writer::finish()
{
    m_impl->rows->finish();
}

} // namespace pf::db
