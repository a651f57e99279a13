#include "pf/jobs/migrate_scratch.hpp"

namespace pf::jobs {

namespace {

void cancel(void* canceller)
{
    static_cast<db::Canceller const*>(canceller)->cancel();
}

} // namespace

Scratch::Scratch(MigrateSettings const& settings, std::optional<db::Target> const& given, Room room)
    : m_scratch(made(settings, given, room)), m_canceller(m_scratch.database()), m_hook(cancel, &m_canceller)
{
    cli::Interrupt::check();
}

db::ScratchDatabase Scratch::made(MigrateSettings const& settings, std::optional<db::Target> const& given, Room room)
{
    bool const is_sqlite = settings.database.backend == db::Backend::sqlite;
    if (given && (is_sqlite || given->backend == db::Backend::sqlite)) {
        throw Error{ExitCode::usage, is_sqlite ? "--scratch is for PostgreSQL: on SQLite there is no need of one"
                                               : "--scratch names a SQLite file, but the database is on PostgreSQL"};
    }
    if (is_sqlite) {
        return room == Room::memory ? db::ScratchDatabase::in_memory(settings.open)
                                    : db::ScratchDatabase::on_disk(settings.open);
    }
    if (given) {
        return db::ScratchDatabase::use(*given, settings.open);
    }
    m_server.emplace(db::Database::open(settings.database, settings.open));
    db::Canceller canceller{*m_server};
    cli::Interrupt::Hook const hook{cancel, &canceller};
    return db::ScratchDatabase::create(*m_server, settings.open);
}

} // namespace pf::jobs
