#pragma once

#include "pf/db/database.hpp"
#include "pf/db/rows.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace soci {
class session;
} // namespace soci

namespace pf::db {

/// Stops a running statement from elsewhere.
class Interrupter {
public:
    Interrupter() = default;
    Interrupter(Interrupter const&) = delete;
    Interrupter& operator=(Interrupter const&) = delete;
    virtual ~Interrupter() = default;

    /// Async-signal-safe.
    virtual void interrupt() noexcept = 0;
};

/// What differs between the backends: everything that is not portable SQL through SOCI. Every method throws `pf::Error`
/// that names the database.
class Driver {
public:
    Driver() = default;
    Driver(Driver const&) = delete;
    Driver& operator=(Driver const&) = delete;
    virtual ~Driver() = default;

    /// SOCI's session on this connection.
    [[nodiscard]] virtual soci::session& soci() = 0;

    /// What an exception of SOCI means to the user.
    [[nodiscard]] virtual Error translated(std::exception const& error) const = 0;

    /// The server as messages name it: user, host, port and database, or the file; never a password.
    [[nodiscard]] virtual std::string const& where() const = 0;

    /// Any number of statements without parameters or results.
    virtual void run_script(std::string_view sql) = 0;

    /// See `db::make_read_only`.
    virtual void make_read_only(std::chrono::milliseconds longest) = 0;

    virtual void begin(Atomic::Mode mode) = 0;
    virtual void commit() = 0;
    virtual void roll_back() = 0;

    /// \return  how many rows it changed
    virtual std::int64_t execute(Query const& query, std::vector<Parameter> const& parameters) = 0;

    /// Streams; on PostgreSQL the connection does nothing else until the reader is gone.
    [[nodiscard]] virtual std::unique_ptr<RowReader> read(Query const& query,
                                                          std::vector<Parameter> const& parameters) = 0;

    /// Rows go to the database at once; on PostgreSQL the connection does nothing else until the writer is gone.
    [[nodiscard]] virtual std::unique_ptr<RowWriter> write(Table const& table) = 0;

    /// Rows may wait, in memory and then in an unnamed file, and go to the database in `finish`. The table must outlive
    /// the writer.
    [[nodiscard]] virtual std::unique_ptr<RowWriter> write_later(Table const& table, Conflict conflict) = 0;

    /// Hold these rows of `accounts` until the transaction ends.
    virtual void lock_accounts(std::vector<std::int64_t> const& account_ids) = 0;

    /// Hold the name "import `id`" until the transaction ends; false when another connection holds it.
    [[nodiscard]] virtual bool claim_import(std::int64_t id) = 0;

    /// Wait for a name of ours and hold it until the transaction ends; on SQLite a transaction that writes keeps all
    /// others away.
    virtual void hold_until_end(std::string_view name) = 0;

    /// Hold a name of ours until `free_name`, or until the connection or the process ends, however that happens; false
    /// when another connection holds it. On PostgreSQL it is the portfolio's.
    [[nodiscard]] virtual bool hold_name(std::string_view name) = 0;
    virtual void free_name(std::string_view name) noexcept = 0;

    /// Who holds the name, for a message.
    [[nodiscard]] virtual std::string holder_of_name(std::string_view name) = 0;

    [[nodiscard]] virtual std::unique_ptr<Interrupter> interrupter() = 0;
};

} // namespace pf::db
