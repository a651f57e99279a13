#include "pf/db/named_lock.hpp"

#include "pf/db/session.hpp"

#include <utility>

namespace pf::db {

std::optional<NamedLock> NamedLock::try_lock(Database& database, std::string_view name)
{
    auto const timer = Database::Session::Timer{database.session(), "take a lock"};
    if (!database.session().driver().hold_name(name)) {
        return std::nullopt;
    }
    return NamedLock{database, name};
}

std::string NamedLock::holder(Database& database, std::string_view name)
{
    auto const timer = Database::Session::Timer{database.session(), "find the holder of a lock"};
    return database.session().driver().holder_of_name(name);
}

NamedLock::NamedLock(NamedLock&& other) noexcept
    : m_database(std::exchange(other.m_database, nullptr)), m_name(other.m_name)
{
}

NamedLock::~NamedLock()
{
    if (m_database != nullptr) {
        m_database->session().driver().free_name(m_name);
    }
}

} // namespace pf::db
