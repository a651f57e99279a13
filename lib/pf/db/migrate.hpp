#pragma once

#include "pf/db/database.hpp"
#include "pf/migration/plan.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace pf::db {

class MigrationRunner;

struct MigrateOptions {
    std::chrono::milliseconds lock_wait = std::chrono::minutes{5}; ///< for another runner to finish

    /// Told once, when another runner is at work; names it.
    std::function<void(std::string const& holder)> waiting = [](std::string const&) {};

    /// Told after each file.
    std::function<void(migration::File const&, std::chrono::milliseconds)> applied = [](migration::File const&,
                                                                                        std::chrono::milliseconds) {};

    /// Called before each file and while waiting; may throw to stop.
    std::function<void()> check = [] {};
};

/// Brings a database from one version to another: each file in a transaction of its own together with its history row,
/// all under one lock per database, so that of several runners one works and the others find nothing left to do.
class Migrator {
public:
    explicit Migrator(Database& database, MigrateOptions options = {});
    ~Migrator();
    Migrator(Migrator const&) = delete;
    Migrator& operator=(Migrator const&) = delete;

    /// One round trip, no lock.
    [[nodiscard]] migration::History history();

    /// What to do, given the history; called under the lock.
    using Planner = std::function<migration::Plan(migration::History const&)>;

    /// Take the lock, let `planner` decide, apply what it decided, one file after the other.
    /// \return  the plan
    /// \throws pf::Error  busy, when the lock stays taken; at `file:line:column`, when a statement fails: that file is
    /// rolled
    ///                    back, those before it stay; what `planner` throws
    migration::Plan run(Planner const& planner);

private:
    class Lock;
    void apply(migration::File const& file, migration::Direction direction, std::int64_t version);

    Database& m_database;
    MigrateOptions m_options;
    std::unique_ptr<MigrationRunner> m_runner;
};

/// A plan as a script for `psql` or `sqlite3` that does what `Migrator` would do, history included.
[[nodiscard]] std::string script_of(migration::Plan const& plan, Backend backend, bool create_history);

} // namespace pf::db
