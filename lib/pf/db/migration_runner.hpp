#pragma once

#include "pf/db/migrate.hpp"
#include "pf/migration/progress.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pf::db {

/// What `Migrator` needs of a backend. Every method throws `pf::Error`; a method that throws leaves the transaction
/// open, `unlock` ends it.
class MigrationRunner {
public:
    MigrationRunner() = default;
    MigrationRunner(MigrationRunner const&) = delete;
    MigrationRunner& operator=(MigrationRunner const&) = delete;
    virtual ~MigrationRunner() = default;

    /// Nothing when there is no history table.
    [[nodiscard]] virtual std::optional<migration::History> history() = 0;

    /// The lock that keeps other runners away; false when one of them has it.
    [[nodiscard]] virtual bool try_lock() = 0;

    /// Who has it, for a message.
    [[nodiscard]] virtual std::string lock_holder() = 0;

    /// Roll back what is open, give the session back as it was and free the lock, as far as the connection still
    /// allows.
    virtual void unlock() noexcept = 0;

    virtual void create_history() = 0;

    /// Change the history, all statements or none.
    /// \return  the rows that the last statement changed
    virtual std::int64_t write_history(std::string const& sql) = 0;

    /// How far an earlier run of a file without a transaction came.
    [[nodiscard]] virtual migration::Progress progress(migration::File const& file, migration::Direction direction) = 0;

    /// Clean the session of what the file before has set, and open the file's transaction, if it has one. False when
    /// another runner has applied it meanwhile, which can only happen where the lock does not last from file to file.
    [[nodiscard]] virtual bool begin(migration::File const& file, migration::Direction direction) = 0;

    /// Every statement of the section that is not done.
    virtual void run(migration::File const& file, migration::Direction direction) = 0;

    /// Add or remove the history row, within the file's transaction.
    virtual void record(migration::File const& file, migration::Direction direction,
                        std::chrono::milliseconds duration) = 0;

    virtual void commit(migration::File const& file) = 0;

    /// End the file's transaction, if one is open.
    virtual void roll_back() = 0;

    /// Open one transaction for several files, which `run` and `record` then belong to. On SQLite `try_lock` has done
    /// so.
    virtual void begin_whole() = 0;

    /// Any statements within that transaction. Tells `MigrateOptions::blocked` who keeps them waiting for a lock.
    virtual void execute(std::string_view sql) = 0;

    /// \throws pf::Error  bad_data, when a row refers to one that does not exist; else when it may not be stored
    virtual void commit_whole() = 0;

    /// Whether the last failure was a lock that was not to be had, or a deadlock: trying again may help.
    [[nodiscard]] virtual bool lost_a_lock() const = 0;

    /// Who connected, for `applied_by`.
    [[nodiscard]] virtual std::string user() const = 0;
};

[[nodiscard]] std::unique_ptr<MigrationRunner> migration_runner(Database& database, MigrateOptions const& options);
[[nodiscard]] std::unique_ptr<MigrationRunner> postgres_migration_runner(Database& database,
                                                                         MigrateOptions const& options);
[[nodiscard]] std::unique_ptr<MigrationRunner> sqlite_migration_runner(Database& database);

/// This machine's name, for `applied_by`.
[[nodiscard]] std::string host_name();

/// The error of a statement that begins at `begin` in the file.
/// \param at  where the server points to, if it does
[[nodiscard]] Error statement_error(migration::File const& file, std::size_t begin, std::optional<std::size_t> at,
                                    Error const& cause);

/// The exit code of a failing migration: what is wrong is the file, unless the server could not do its part.
[[nodiscard]] ExitCode code_of_failure(ExitCode cause);

} // namespace pf::db
