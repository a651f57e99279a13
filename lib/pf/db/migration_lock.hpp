#pragma once

#include "pf/db/migrate.hpp"
#include "pf/db/migration_runner.hpp"

#include <string>

namespace pf::db {

/// The lock that keeps other runners away from a database, from taking to freeing.
class MigrationLock {
public:
    /// Waits, `options.lock_wait` at most.
    /// \param where  names the database
    /// \throws pf::Error  busy, naming who has it; what `options.check` throws
    MigrationLock(MigrationRunner& runner, MigrateOptions const& options, std::string const& where);
    MigrationLock(MigrationLock const&) = delete;
    MigrationLock& operator=(MigrationLock const&) = delete;
    ~MigrationLock() { m_runner.unlock(); }

private:
    MigrationRunner& m_runner;
};

} // namespace pf::db
