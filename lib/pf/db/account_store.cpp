#include "pf/db/account_store.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

#include <utility>

namespace pf::db {

namespace {

constexpr std::string_view account_columns = "SELECT a.id, a.name, a.base_currency, a.booking_method, a.keeps_cash, "
                                             "a.time_zone, a.allows_short, a.closed_at, a.data_version "
                                             "FROM accounts AS a ";

/// What a text of the table means.
template <typename Parsed>
auto meaning(Parsed parsed, std::string_view account, std::string_view column, std::string_view text)
{
    if (!parsed) {
        throw Error{ExitCode::schema,
                    fmt::format("{} of account {} is {}, which this program does not know", column,
                                base::quoted(account), base::quoted(text)),
                    {},
                    "is this program older than the one that wrote it?"};
    }
    return *parsed;
}

model::Account read_account(RowReader& row)
{
    model::Account account;
    account.id = row.integer();
    account.name = row.text();
    account.base_currency = Currency{row.text()};
    std::string const method{row.text()};
    account.booking_method = meaning(model::parse_booking_method(method), account.name, "booking_method", method);
    std::string const keeping{row.text()};
    account.keeps_cash = meaning(model::parse_cash_keeping(keeping), account.name, "keeps_cash", keeping);
    std::string const zone{row.text()};
    account.time_zone = meaning(base::TimeZone::parse(zone), account.name, "time_zone", zone);
    account.allows_short = row.boolean();
    account.closed_at = row.optional_timestamp();
    account.data_version = row.integer();
    return account;
}

std::vector<model::Account> read_accounts(Database& database, Query const& query,
                                          std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<model::Account> accounts;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        accounts.push_back(read_account(*rows));
    }
    return accounts;
}

/// One command at a time, until its transaction ends: two that open accounts would give out the same ids, and could
/// each wait for what the other has given out.
void hold_creation(Database& database)
{
    auto const timer = Database::Session::Timer{database.session(), "hold the creation of accounts"};
    database.session().driver().hold_until_end("creation of accounts");
}

std::int64_t highest_id(Database& database)
{
    static Query const query =
        portable_query("find the highest account id", "SELECT COALESCE(MAX(a.id), 0) FROM accounts AS a");
    auto const timer = Database::Session::Timer{database.session(), query.name};
    auto const rows = database.session().driver().read(query, {});
    return rows->next() ? rows->integer() : 0;
}

} // namespace

std::vector<model::Account> AccountStore::list() const
{
    static Query const query = portable_query("list the accounts", std::string{account_columns} + "ORDER BY a.name");
    return read_accounts(m_database, query, {});
}

std::optional<model::Account> AccountStore::find(std::string_view name) const
{
    static Query const query =
        portable_query("find an account", std::string{account_columns} + "WHERE a.name = {text name}");
    auto const found = read_accounts(m_database, query, {{"name", std::string{name}}});
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

model::Account AccountStore::get(std::string_view name) const
{
    if (auto account = find(name)) {
        return *std::move(account);
    }
    std::vector<std::string> names;
    for (auto const& account : list()) {
        names.push_back(account.name);
    }
    std::string hint = "'pf-import --create-accounts' opens it";
    if (auto const nearest = base::nearest(name, names)) {
        hint = "did you mean " + base::quoted(*nearest) + "? " + hint;
    } else if (!names.empty()) {
        hint = "there is " + base::join(names, ", ") + "; " + hint;
    }
    throw Error{ExitCode::bad_data, "there is no account " + base::quoted(name), {}, hint};
}

model::Account AccountStore::create(std::string_view name, Currency base_currency, model::BookingMethod method)
{
    return create(std::set<std::string>{std::string{name}}, base_currency, method).front();
}

std::vector<model::Account> AccountStore::create(std::set<std::string> const& names, Currency base_currency,
                                                 model::BookingMethod method)
{
    static Query const find_all =
        portable_query("find accounts", std::string{account_columns} + "WHERE a.name IN {texts names} ORDER BY a.name");
    hold_creation(m_database);
    // Whoever does not hold the creation may be creating one of these, or one of the same id: the insertion waits for
    // its end.
    while (true) {
        auto accounts = read_accounts(m_database, find_all, {parameter("names", names)});
        if (accounts.size() == names.size()) {
            return accounts;
        }
        auto missing = names;
        for (auto const& account : accounts) {
            missing.erase(account.name);
        }
        insert(missing, base_currency, method);
    }
}

/// Which are missing is no part of the statement: Citus reads no table in an insertion into the same one.
void AccountStore::insert(std::set<std::string> const& names, Currency base_currency, model::BookingMethod method)
{
    static Query const query = portable_query(
        "create accounts", "INSERT INTO accounts (id, name, base_currency, booking_method, cash_is_booked) "
                           "SELECT {integer highest} + ROW_NUMBER() OVER (ORDER BY n.value), n.value, {text currency}, "
                           "{text method}, TRUE FROM {texts names} AS n WHERE TRUE ON CONFLICT DO NOTHING");
    auto const highest = parameter("highest", highest_id(m_database));
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    m_database.session().driver().execute(query, {parameter("names", names),
                                                  highest,
                                                  {"currency", std::string{base_currency.code()}},
                                                  {"method", std::string{to_text(method)}}});
}

void AccountStore::update(model::Account const& account)
{
    static Query const query = portable_query(
        "change an account",
        "UPDATE accounts SET name = {text name}, base_currency = {text currency}, booking_method = {text method}, "
        "keeps_cash = {text keeps_cash}, time_zone = {text zone}, allows_short = ({integer allows_short} = 1), "
        "closed_at = NULLIF({timestamp closed}, {timestamp open}) WHERE id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    Timestamp const open{base::latest_day};
    m_database.session().driver().execute(query, {{"name", account.name},
                                                  {"currency", std::string{account.base_currency.code()}},
                                                  {"method", std::string{to_text(account.booking_method)}},
                                                  {"keeps_cash", std::string{to_text(account.keeps_cash)}},
                                                  {"zone", account.time_zone.name()},
                                                  parameter("allows_short", std::int64_t{account.allows_short}),
                                                  parameter("closed", account.closed_at.value_or(open)),
                                                  parameter("open", open),
                                                  parameter("id", account.id)});
}

AccountNames AccountStore::names() const
{
    static Query const query =
        portable_query("list what sources call accounts",
                       "SELECT n.name, a.name FROM account_names AS n JOIN accounts AS a ON a.id = n.account_id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    AccountNames names;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        std::string name{rows->text()};
        names.emplace(std::move(name), rows->text());
    }
    return names;
}

void AccountStore::remember_names(std::map<std::string, std::int64_t> const& accounts)
{
    static Table const table{"account_names", {"name", "account_id"}, {"name"}};
    auto const timer = Database::Session::Timer{m_database.session(), "remember what a source calls accounts"};
    auto const rows = m_database.session().driver().write_later(table, Conflict::replace);
    for (auto const& [name, account_id] : accounts) {
        rows->text(name);
        rows->integer(account_id);
        rows->end_row();
    }
    rows->finish();
}

std::set<std::int64_t> AccountStore::in_use() const
{
    static Query const query =
        portable_query("find accounts with transactions", "SELECT a.id FROM accounts AS a WHERE EXISTS (SELECT 1 "
                                                          "FROM transactions AS t WHERE t.account_id = a.id)");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<std::int64_t> ids;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        ids.insert(rows->integer());
    }
    return ids;
}

std::int64_t AccountStore::count_transactions(std::int64_t account_id) const
{
    static Query const query =
        portable_query("count transactions", "SELECT COUNT(*) FROM transactions WHERE account_id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const rows = m_database.session().driver().read(query, {parameter("id", account_id)});
    return rows->next() ? rows->integer() : 0;
}

void AccountStore::remove(std::int64_t account_id)
{
    static std::vector<Query> const queries = [] {
        std::vector<Query> made;
        for (std::string const table :
             {"portfolio_snapshots", "cash_balances", "disposals", "lots", "positions", "transactions",
              "superseded_transactions", "balances", "account_names", "imports"}) { // what refers to others comes first
            made.push_back(portable_query("remove an account's rows",
                                          "DELETE FROM " + table + " WHERE account_id = {integer id}"));
        }
        made.push_back(portable_query("remove an account", "DELETE FROM accounts WHERE id = {integer id}"));
        return made;
    }();
    for (auto const& query : queries) {
        auto const timer = Database::Session::Timer{m_database.session(), query.name};
        m_database.session().driver().execute(query, {parameter("id", account_id)});
    }
}

void AccountStore::lock(std::vector<std::int64_t> const& account_ids)
{
    auto const timer = Database::Session::Timer{m_database.session(), "lock the accounts"};
    m_database.session().driver().lock_accounts(account_ids);
}

void AccountStore::bump_data_versions(std::set<std::int64_t> const& account_ids, Date changed_from)
{
    static Query const query = portable_query(
        "count a change of accounts",
        "UPDATE accounts SET data_version = data_version + 1, restate_from = CASE WHEN restate_from <= {date day} "
        "THEN restate_from ELSE {date day} END WHERE id IN {ids accounts}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<std::int64_t> const ids{account_ids.begin(), account_ids.end()};
    m_database.session().driver().execute(query, {parameter("day", changed_from), parameter("accounts", ids)});
}

std::map<std::int64_t, Date> AccountStore::restate_from() const
{
    static Query const query =
        portable_query("list what to restate", "SELECT id, restate_from FROM accounts WHERE restate_from IS NOT NULL");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, Date> days;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        auto const id = rows->integer();
        days.emplace(id, rows->date());
    }
    return days;
}

void AccountStore::clear_restate_from(std::vector<std::int64_t> const& account_ids)
{
    static Query const query = portable_query(
        "nothing to restate",
        "UPDATE accounts SET restate_from = NULL WHERE restate_from IS NOT NULL AND id IN {ids accounts}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    m_database.session().driver().execute(query, {parameter("accounts", account_ids)});
}

} // namespace pf::db
