#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/plan.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pf::db {

class MigrationRunner;

struct MigrateOptions {
    std::chrono::milliseconds lock_wait = std::chrono::minutes{5}; ///< for another runner to finish

    /// A statement that waits longer for a lock fails, and the file's transaction is tried again `lock_retries` times;
    /// 0: no limit. PostgreSQL; on SQLite the file itself is the lock.
    std::chrono::milliseconds lock_timeout = std::chrono::seconds{5};
    int lock_retries = 10;
    std::chrono::milliseconds statement_timeout{0}; ///< 0: no limit, whatever the role's settings say

    /// Called under the lock, before the first file: the place for a backup. When it throws, nothing is applied.
    std::function<void(migration::Plan const&)> before = [](migration::Plan const&) {};

    /// Told when a statement waits for a lock; names who holds it.
    std::function<void(std::string const& holder)> blocked = [](std::string const&) {};

    /// Told before a file is tried again.
    std::function<void(migration::File const&, Error const&, std::chrono::milliseconds pause)> retrying =
        [](migration::File const&, Error const&, std::chrono::milliseconds) {};

    /// Told once, when another runner is at work; names it.
    std::function<void(std::string const& holder)> waiting = [](std::string const&) {};

    /// Told after each file.
    std::function<void(migration::File const&, std::chrono::milliseconds)> applied = [](migration::File const&,
                                                                                        std::chrono::milliseconds) {};

    /// Called before each file and while waiting; may throw to stop.
    std::function<void()> check = [] {};
};

/// Brings a database from one version to another: each file in a transaction of its own together with its history row,
/// all under one lock per portfolio, so that of several runners one works and the others find nothing left to do.
class Migrator {
public:
    explicit Migrator(Database& database, MigrateOptions options = {});
    ~Migrator();
    Migrator(Migrator const&) = delete;
    Migrator& operator=(Migrator const&) = delete;

    /// One round trip, no lock.
    [[nodiscard]] migration::History history();

    /// The plan with what earlier runs have done of its files without a transaction.
    /// \throws pf::Error  schema, when such a file is not what it was
    [[nodiscard]] migration::Plan resumed(migration::Plan plan);

    /// Write into the empty history that all files up to a version are applied, and apply none.
    /// \throws pf::Error  schema, when the history is not empty; busy
    void baseline(std::vector<migration::File> const& files);

    /// Take over the name and checksum of an applied file that was changed since, with the reason; of one that is not
    /// applied, forget how far a run without a transaction came.
    /// \return  false when there was nothing to repair
    /// \throws pf::Error  busy
    bool repair(migration::File const& file, std::string const& reason);

    /// What to do, given the history; called under the lock.
    using Planner = std::function<migration::Plan(migration::History const&)>;

    /// Take the lock, let `planner` decide, apply what it decided, one file after the other.
    /// \return  the plan
    /// \throws pf::Error  busy, when the lock stays taken; at `file:line:column`, when a statement fails: that file is
    /// rolled
    ///                    back, those before it stay; what `planner` throws
    migration::Plan run(Planner const& planner);

private:
    void apply(migration::File const& file, migration::Direction direction, std::int64_t version);
    void try_once(migration::File const& file, migration::Direction direction, std::int64_t version);
    void wait_before_retry(migration::File const& file, Error const& error, int attempt);

    Database& m_database;
    MigrateOptions m_options;
    std::unique_ptr<MigrationRunner> m_runner;
};

/// A plan as a script for `psql` or `sqlite3` that does what `Migrator` would do, history included.
[[nodiscard]] std::string script_of(migration::Plan const& plan, Target const& target, bool create_history);

} // namespace pf::db
