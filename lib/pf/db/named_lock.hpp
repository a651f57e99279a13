#pragma once

#include "pf/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pf::db {

/// What at most one process does to a portfolio at a time; on SQLite the lock is the file `DATABASE-NAME.lock`.
inline constexpr std::string_view snapshot_lock = "snapshot";

/// A name that is held until this is gone. Whoever dies lets go of it; nobody waits for it.
class NamedLock {
public:
    /// \param name  outlives the lock
    /// \return  nothing when another process holds it
    [[nodiscard]] static std::optional<NamedLock> try_lock(Database& database, std::string_view name);

    /// Who holds the name, for a message.
    [[nodiscard]] static std::string holder(Database& database, std::string_view name);

    NamedLock(NamedLock&& other) noexcept;
    NamedLock& operator=(NamedLock&&) = delete;
    ~NamedLock();

private:
    NamedLock(Database& database, std::string_view name) : m_database(&database), m_name(name) {}

    Database* m_database; ///< null: moved away
    std::string_view m_name;
};

} // namespace pf::db
