#include "pf/db/database.hpp"

#include "pf/db/session.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace pf::db {

Database::Database(std::unique_ptr<Session> session) : m_session(std::move(session)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(Target const& target, OpenOptions const& options)
{
    return Database{std::make_unique<Session>(target, options)};
}

bool is_there(Target const& target)
{
    bool const is_file =
        target.backend == Backend::sqlite && !target.connection.empty() && target.connection != ":memory:";
    std::error_code problem;
    return !is_file || std::filesystem::exists(target.connection, problem) || problem;
}

Backend Database::backend() const
{
    return m_session->target().backend;
}

Target const& Database::target() const
{
    return m_session->target();
}

Atomic::Atomic(Database& database, Mode mode)
    : m_database(database), m_done(mode == Mode::read && database.session().holds_still())
{
    if (!m_done) {
        database.session().driver().begin(mode);
        database.session().hold_still(mode == Mode::read);
    }
}

Atomic::~Atomic()
{
    if (m_done) {
        return;
    }
    try {
        roll_back();
    } catch (...) { // the connection is gone, and the transaction with it
    }
}

void Atomic::commit()
{
    if (m_done) {
        return;
    }
    // Whatever happens from here on, there is no transaction left that could be rolled back but one that SQLite could
    // not commit; the destructor takes care of that.
    m_database.session().driver().commit();
    m_database.session().hold_still(false);
    m_done = true;
}

void Atomic::roll_back()
{
    if (m_done) {
        return;
    }
    m_done = true;
    m_database.session().hold_still(false);
    m_database.session().driver().roll_back();
}

struct Canceller::Impl {
    std::unique_ptr<Interrupter> interrupter;
};

Canceller::Canceller(Database& database) : m_impl(new Impl{database.session().driver().interrupter()}) {}
Canceller::~Canceller() = default;

void Canceller::cancel() const noexcept
{
    m_impl->interrupter->interrupt();
}

} // namespace pf::db
