#include "pf/jobs/open.hpp"

#include "pf/db/account_store.hpp"
#include "pf/jobs/migrate.hpp"

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

db::Database opened(cli::Common const& common)
{
    db::OpenOptions options;
    options.application_name = common.application_name();
    options.log_sql = common.log_sql;
    auto database = db::Database::open(db::Target::parse(common.database), options);
    bring_up_to_date(database, common.auto_migrate);
    ensure_main_account(database, Currency{common.base_currency});
    return database;
}

void cancel(void* canceller)
{
    static_cast<db::Canceller const*>(canceller)->cancel();
}

} // namespace

Connection::Connection(cli::Common const& common)
    : m_database(opened(common)), m_canceller(m_database), m_hook(cancel, &m_canceller)
{
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
