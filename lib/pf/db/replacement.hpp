#pragma once

#include "pf/db/migrate.hpp"

#include <memory>
#include <string>
#include <vector>

namespace pf::db {

class MigrationLock;

/// One transaction in which a database becomes another one, schema and rows, or stays what it is. It lasts from
/// construction to `commit`; runners of migrations wait meanwhile. SQLite checks foreign keys at the end.
class Replacement {
public:
    /// \throws pf::Error  busy, when another runner keeps its lock
    explicit Replacement(Database& database, MigrateOptions options = {});
    Replacement(Replacement const&) = delete;
    Replacement& operator=(Replacement const&) = delete;
    ~Replacement();

    /// As it is now.
    [[nodiscard]] migration::History const& history() const { return m_history; }

    /// From now on nobody else writes to these tables; others go on reading.
    /// \throws pf::Error  busy, naming who has written and not committed yet
    void keep_writers_out(std::vector<std::string> const& tables);

    /// Remove all rows of these tables; others wait to read them until the end.
    /// \throws pf::Error  schema, when a table that is none of these refers to one of them (PostgreSQL); busy
    void clear(std::vector<std::string> const& tables);

    /// Drop the foreign keys among these tables, which are empty: all rows at once are checked much faster than one by
    /// one. SQLite checks at the end anyway.
    void lift_references(std::vector<std::string> const& tables);

    /// Make them again.
    /// \throws pf::Error  when a row refers to one that is not there
    void impose_references();

    /// Go up or down, history rows included. Files that ask for no transaction run in this one, and build their indexes
    /// as other files do.
    /// \throws pf::Error  at `file:line:column`; schema, when something that no migration has made stands in the way
    void migrate(migration::Plan const& plan);

    /// \throws pf::Error  when it is not certain to be stored; nothing is changed then
    void commit();

private:
    Database& m_database;
    MigrateOptions m_options;
    std::unique_ptr<MigrationRunner> m_runner;
    std::unique_ptr<MigrationLock> m_lock;
    migration::History m_history;
    bool m_has_history = false;
    std::vector<std::string> m_references; ///< what makes them again
};

} // namespace pf::db
