#pragma once

#include "pf/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pf::db {

/// What at most one process does to a database at a time.
struct LockName {
    std::string_view name; ///< SQLite: the lock is the file `DATABASE-NAME.lock`
    int number = 0;        ///< PostgreSQL: second half of the key of an advisory lock
};

inline constexpr LockName snapshot_lock{"snapshot", 1};

/// A name that is held until this is gone. Whoever dies lets go of it; nobody waits for it.
class NamedLock {
public:
    /// \return  nothing when another process holds it
    [[nodiscard]] static std::optional<NamedLock> try_lock(Database& database, LockName name);

    /// Who holds the name, for a message.
    [[nodiscard]] static std::string holder(Database& database, LockName name);

    NamedLock(NamedLock&& other) noexcept;
    NamedLock& operator=(NamedLock&&) = delete;
    ~NamedLock();

private:
    NamedLock(Database& database, LockName name) : m_database(&database), m_name(name) {}

    Database* m_database; ///< null: moved away
    LockName m_name;
};

} // namespace pf::db
