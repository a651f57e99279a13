#include "pf/db/account_store.hpp"

#include "pf/base/text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

#include <algorithm>

namespace pf::db {

namespace {

constexpr char const* select_accounts =
    "SELECT id, name, base_currency, booking_method, data_version FROM accounts ORDER BY name";
constexpr char const* select_account =
    "SELECT id, name, base_currency, booking_method, data_version FROM accounts WHERE name = :name";
constexpr char const* insert_account = "INSERT INTO accounts (id, name, base_currency, booking_method) "
                                       "SELECT COALESCE(MAX(id), 0) + 1, CAST(:name AS TEXT), CAST(:currency AS TEXT), "
                                       "CAST(:method AS TEXT) FROM accounts WHERE TRUE ON CONFLICT DO NOTHING";

/// The columns of the statements above.
struct AccountRow {
    long long id = 0;
    std::string name;
    std::string base_currency;
    std::string booking_method;
    long long data_version = 0;

    [[nodiscard]] model::Account account() const
    {
        auto const method = model::parse_booking_method(booking_method);
        if (!method) {
            throw Error{ExitCode::schema, "account " + base::quoted(name) + " has the unknown booking method " +
                                              base::quoted(booking_method)};
        }
        return {id, name, Currency{base_currency}, *method, data_version};
    }
};

} // namespace

std::vector<model::Account> AccountStore::list() const
{
    return m_database.session().run("list the accounts", [](soci::session& sql) {
        AccountRow row;
        soci::statement statement =
            (sql.prepare << select_accounts, soci::into(row.id), soci::into(row.name), soci::into(row.base_currency),
             soci::into(row.booking_method), soci::into(row.data_version));
        std::vector<model::Account> accounts;
        for (auto more = statement.execute(true); more; more = statement.fetch()) {
            accounts.push_back(row.account());
        }
        return accounts;
    });
}

std::optional<model::Account> AccountStore::find(std::string_view name) const
{
    return m_database.session().run("find an account", [&](soci::session& sql) -> std::optional<model::Account> {
        std::string const wanted{name};
        AccountRow row;
        sql << select_account, soci::use(wanted, "name"), soci::into(row.id), soci::into(row.name),
            soci::into(row.base_currency), soci::into(row.booking_method), soci::into(row.data_version);
        return sql.got_data() ? std::optional{row.account()} : std::nullopt;
    });
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
    // Another command may be creating this account, or one with the same id: the insertion waits for its end.
    while (true) {
        m_database.session().run("create an account", [&](soci::session& sql) {
            std::string const new_name{name};
            std::string const currency{base_currency.code()};
            std::string const method_name{to_text(method)};
            sql << insert_account, soci::use(new_name, "name"), soci::use(currency, "currency"),
                soci::use(method_name, "method");
        });
        if (auto account = find(name)) {
            return *std::move(account);
        }
    }
}

void AccountStore::lock(std::vector<std::int64_t> const& account_ids)
{
    auto const timer = Database::Session::Timer{m_database.session(), "lock the accounts"};
    m_database.session().driver().lock_accounts(account_ids);
}

void AccountStore::bump_data_version(std::int64_t account_id, Date changed_from)
{
    static Query const query = portable_query(
        "count a change of an account",
        "UPDATE accounts SET data_version = data_version + 1, restate_from = CASE WHEN restate_from <= {date day} "
        "THEN restate_from ELSE {date day} END WHERE id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    m_database.session().driver().execute(query, {parameter("day", changed_from), parameter("id", account_id)});
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
