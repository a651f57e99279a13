#include "pf/jobs/open.hpp"

#include "pf/db/account_store.hpp"
#include "pf/jobs/migrate.hpp"

#include <utility>

namespace pf::jobs {

namespace {

void ensure_main_account(db::Database& database, Currency base_currency)
{
    db::AccountStore store{database};
    if (store.find("main")) {
        return;
    }
    db::Atomic atomic{database};
    store.create("main", base_currency, model::BookingMethod::fifo);
    atomic.commit();
}

db::Database opened(cli::Common const& common, Connection::Schema schema)
{
    auto options = open_options(common);
    options.create = schema == Connection::Schema::up_to_date;
    auto database = db::Database::open(db::Target::parse(common.database), options);
    if (schema == Connection::Schema::up_to_date) {
        bring_up_to_date(database, common.auto_migrate,
                         common.auto_backup ? BackupBefore{common, "PF_AUTO_BACKUP=off"} : BackupBefore{});
        ensure_main_account(database, Currency{common.base_currency});
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

db::OpenOptions open_options(cli::Common const& common)
{
    return {common.application_name(), true, common.log_sql};
}

std::vector<model::Account> chosen_accounts(db::Database& database, std::string const& name)
{
    db::AccountStore const store{database};
    if (name.empty()) {
        return store.list();
    }
    return {store.get(name)};
}

} // namespace pf::jobs
