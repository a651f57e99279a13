#include "pf/jobs/run/open.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/jobs/run/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

/// Accounts have their base currency from the beginning; another one in a question would be without effect.
void refuse_other_base_currency(db::Database& database, cli::Common const& common)
{
    if (common.given_base_currency().empty()) {
        return;
    }
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    auto const is_other = [&](auto const& account) { return account.base_currency != accounts.front().base_currency; };
    if (accounts.empty() || std::ranges::any_of(accounts, is_other) ||
        accounts.front().base_currency.code() == common.base_currency) {
        return;
    }
    throw Error{ExitCode::usage,
                fmt::format("the base currency of {} is {}", base::quoted(accounts.front().name),
                            accounts.front().base_currency.code()),
                "--base-currency",
                fmt::format("leave it out; 'pf-ledger accounts set {} --base-currency {}' changes it",
                            accounts.front().name, common.base_currency)};
}

db::Missing missing(Connection::Schema schema)
{
    switch (schema) {
    case Connection::Schema::for_questions:
        return db::Missing::taken_as_empty;
    case Connection::Schema::as_it_is:
        return db::Missing::refused;
    default:
        return db::Missing::created;
    }
}

db::Database opened(cli::Common const& common, Connection::Schema schema)
{
    auto options = open_options(common);
    options.missing = missing(schema);
    auto database = db::Database::open(target_of(common), options);
    if (schema == Connection::Schema::as_it_is) {
        return database;
    }
    bring_up_to_date(database, common.auto_migrate,
                     common.auto_backup ? BackupBefore{common, "PF_AUTO_BACKUP=off"} : BackupBefore{});
    if (schema != Connection::Schema::for_new_accounts) {
        refuse_other_base_currency(database, common);
    }
    return database;
}

void cancel(void* canceller)
{
    static_cast<db::Canceller const*>(canceller)->cancel();
}

} // namespace

Connection::Connection(db::Database database)
    : m_database(std::move(database)), m_canceller(m_database), m_hook(cancel, &m_canceller)
{
}

Connection::Connection(cli::Common const& common, Schema schema) : Connection(opened(common, schema)) {}

Connection::Connection(cli::Common const& common, db::Target const& target)
    : Connection(db::Database::open(target, open_options(common)))
{
}

LateConnection::LateConnection(cli::Common const& common, Connection::Schema schema)
    : m_common(common), m_schema(schema)
{
    if (db::is_there(target_of(common))) {
        m_connection.emplace(m_common, m_schema);
    }
}

db::Database& LateConnection::database()
{
    if (!m_connection) {
        m_connection.emplace(m_common, m_schema);
    }
    return m_connection->database();
}

db::Target target_of(cli::Common const& common)
{
    return db::Target::parse(common.database, common.portfolio);
}

db::Database whole_database(db::Target const& target, db::OpenOptions const& options, std::string const& way_out)
{
    if (target.backend == db::Backend::sqlite) {
        throw Error{ExitCode::config, "a SQLite file is one portfolio and has no others in it", target.shown, way_out};
    }
    return db::Database::open(target, options);
}

db::OpenOptions open_options(cli::Common const& common)
{
    return {common.application_name(), db::Missing::created, common.log_sql};
}

std::vector<model::Account> chosen_accounts(db::Database& database, std::string const& name)
{
    db::AccountStore const store{database};
    if (name.empty()) {
        return store.list();
    }
    return {store.get(name)};
}

std::vector<std::int64_t> ids_of(std::vector<model::Account> const& accounts)
{
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    return ids;
}

} // namespace pf::jobs
