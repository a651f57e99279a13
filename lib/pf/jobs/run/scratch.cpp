#include "pf/jobs/run/scratch.hpp"

namespace pf::jobs {

namespace {

void cancel(void* canceller)
{
    static_cast<db::Canceller const*>(canceller)->cancel();
}

} // namespace

Scratch::Scratch(db::Target const& beside, db::OpenOptions const& options, std::optional<db::Target> const& given,
                 Room room)
    : m_scratch(made(beside, options, given, room)), m_canceller(m_scratch.database()), m_hook(cancel, &m_canceller)
{
    cli::Interrupt::check();
}

db::ScratchDatabase Scratch::made(db::Target const& beside, db::OpenOptions const& options,
                                  std::optional<db::Target> const& given, Room room)
{
    bool const is_sqlite = beside.backend == db::Backend::sqlite;
    if (given && (is_sqlite || given->backend == db::Backend::sqlite)) {
        throw Error{ExitCode::usage, is_sqlite ? "--scratch is for PostgreSQL: on SQLite there is no need of one"
                                               : "--scratch names a SQLite file, but the database is on PostgreSQL"};
    }
    if (is_sqlite) {
        return room == Room::memory ? db::ScratchDatabase::in_memory(options) : db::ScratchDatabase::on_disk(options);
    }
    if (given) {
        return db::ScratchDatabase::use(given->within(beside.portfolio), options);
    }
    m_server.emplace(db::Database::open(beside, options));
    db::Canceller canceller{*m_server};
    cli::Interrupt::Hook const hook{cancel, &canceller};
    return db::ScratchDatabase::create(*m_server, options);
}

} // namespace pf::jobs
