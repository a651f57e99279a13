#pragma once

#include "pf/base/error.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace pf::db {

enum class Backend { sqlite, postgresql };

/// Where a database is. `sqlite:PATH` (or `sqlite::memory:`), `postgresql://…`, `postgres://…`, or `postgresql:` alone
/// with libpq's own variables (PGHOST, PGSERVICE, .pgpass …).
struct Target {
    Backend backend = Backend::sqlite;
    std::string connection; ///< a path, or what libpq takes; may hold a password
    std::string shown;      ///< for messages: never a password
    std::string portfolio;  ///< PostgreSQL: the schema that everything is in; empty: the role's own, `public`

    /// \param portfolio  empty or `public`: what a database has without being asked
    /// \throws pf::Error  config, when the text is neither, the portfolio has no name for one, or a file is to have one
    [[nodiscard]] static Target parse(std::string_view url, std::string_view portfolio = {});

    /// The same database, and in it the portfolio of this name; empty: without one.
    [[nodiscard]] Target within(std::string_view portfolio) const;
};

/// Is there something to connect to, as far as can be told without connecting? Not a SQLite file that is missing.
[[nodiscard]] bool is_there(Target const& target);

/// What to do when the file of a SQLite database is not there: make it and its folder, refuse, or go on with an empty
/// one in memory.
enum class Missing { created, refused, taken_as_empty };

/// How a connection is to behave.
struct OpenOptions {
    std::string application_name = "pf"; ///< PostgreSQL's application_name: program and run id
    Missing missing = Missing::created;
    bool log_sql = false; ///< statement names and durations to the log
};

/// One connection. Everything that knows SQL takes it; nothing else sees what is inside.
class Database {
public:
    /// \throws pf::Error  unavailable (server down, unknown database), permission (wrong password, read-only file or
    /// folder),
    ///                    no_input (the file is missing, and `missing` says refused); names server, database and user,
    ///                    with a hint
    [[nodiscard]] static Database open(Target const& target, OpenOptions const& options = {});

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    [[nodiscard]] Backend backend() const;
    [[nodiscard]] Target const& target() const;

    /// For the sources of `db` only (`db/session.hpp`).
    class Session;
    [[nodiscard]] Session& session() { return *m_session; }

private:
    explicit Database(std::unique_ptr<Session> session);
    std::unique_ptr<Session> m_session;
};

/// All or nothing: rolled back unless committed. On SQLite it takes the write lock at once (BEGIN IMMEDIATE) when
/// writing.
class Atomic {
public:
    enum class Mode { write, read }; ///< read: one consistent snapshot (REPEATABLE READ READ ONLY)

    explicit Atomic(Database& database, Mode mode = Mode::write);
    Atomic(Atomic const&) = delete;
    Atomic& operator=(Atomic const&) = delete;
    ~Atomic();

    /// \throws pf::Error  when the server did not confirm it
    void commit();
    void roll_back();

    /// \param dry_run  nothing of it is to stay
    void end(bool dry_run) { dry_run ? roll_back() : commit(); }

private:
    Database& m_database;
    bool m_done = false;
};

/// Stop whatever the connection is doing from a signal handler or another thread: the running call throws.
class Canceller {
public:
    explicit Canceller(Database& database);
    ~Canceller();
    Canceller(Canceller const&) = delete;
    Canceller& operator=(Canceller const&) = delete;

    /// Async-signal-safe.
    void cancel() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pf::db
