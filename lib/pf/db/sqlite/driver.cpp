#include "pf/db/sqlite/driver.hpp"

#include "pf/db/session.hpp"
#include "pf/db/sqlite/connect.hpp"
#include "pf/db/sqlite/errors.hpp"
#include "pf/db/sqlite/lock_file.hpp"
#include "pf/db/sqlite/soci_handle.hpp"
#include "pf/db/sqlite/statement.hpp"
#include "pf/db/sqlite/statement_limit.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace pf::db::sqlite {

namespace {

class Interrupt final : public Interrupter {
public:
    Interrupt(sqlite3* connection, std::atomic<bool>& interrupted)
        : m_connection(connection), m_interrupted(interrupted)
    {
    }

    void interrupt() noexcept override
    {
        m_interrupted.store(true, std::memory_order_relaxed);
        sqlite3_interrupt(m_connection);
    }

private:
    sqlite3* m_connection;
    std::atomic<bool>& m_interrupted;
};

std::string insert_into(Table const& table, Conflict conflict)
{
    auto sql = "INSERT INTO " + std::string{table.name} + " (" + joined(table.columns) + ") VALUES (?";
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        sql += ", ?";
    }
    sql += ")";
    if (conflict == Conflict::replace) {
        sql += " ON CONFLICT (" + joined(table.key) + ") DO UPDATE SET " + replacing_assignments(table);
    }
    return sql;
}

class SqliteDriver final : public Driver {
public:
    SqliteDriver(Connection connection, std::string application_name)
        : m_connection(std::move(connection)), m_application_name(std::move(application_name))
    {
    }

    [[nodiscard]] sqlite3* native() const { return m_connection.native; }
    void set_waiting(bool waits) { sqlite::set_waiting(m_connection, waits); }
    [[nodiscard]] soci::session& soci() override { return *m_connection.soci; }
    [[nodiscard]] std::string const& where() const override { return m_connection.where; }
    [[nodiscard]] Error translated(std::exception const& error) const override;

    void run_script(std::string_view sql) override { exec(std::string{sql}.c_str()); }
    void make_read_only(std::chrono::milliseconds longest) override;
    void begin(Atomic::Mode mode) override { exec(mode == Atomic::Mode::write ? "BEGIN IMMEDIATE" : "BEGIN"); }
    void commit() override { exec("COMMIT"); }
    void roll_back() override;

    std::int64_t execute(Query const& query, std::vector<Parameter> const& parameters) override;
    [[nodiscard]] std::unique_ptr<RowReader> read(Query const& query,
                                                  std::vector<Parameter> const& parameters) override;
    [[nodiscard]] std::unique_ptr<RowWriter> write(Table const& table) override
    {
        return insert(table, Conflict::refuse);
    }

    /// SQLite reads and writes at the same time, and its foreign keys are checked at COMMIT: nothing has to wait.
    [[nodiscard]] std::unique_ptr<RowWriter> write_later(Table const& table, Conflict conflict) override
    {
        return insert(table, conflict);
    }

    void lock_accounts(std::vector<std::int64_t> const& /*account_ids*/) override {} // BEGIN IMMEDIATE did that
    [[nodiscard]] bool claim_import(std::int64_t /*id*/) override { return true; }
    void hold_until_end(std::string_view /*name*/) override {}
    [[nodiscard]] bool hold_name(std::string_view name) override;
    void free_name(std::string_view name) noexcept override { m_held.erase(std::string{name}); }
    [[nodiscard]] std::string holder_of_name(std::string_view name) override;
    [[nodiscard]] std::unique_ptr<Interrupter> interrupter() override;

private:
    [[nodiscard]] Error error_of(int code) const;
    [[nodiscard]] Fail fail() const;
    [[nodiscard]] std::unique_ptr<RowWriter> insert(Table const& table, Conflict conflict);
    void exec(char const* sql);
    [[nodiscard]] Statement bound(Query const& query, std::vector<Parameter> const& parameters);

    [[nodiscard]] std::string lock_path(std::string_view name) const
    {
        return m_connection.path + "-" + std::string{name} + ".lock";
    }

    std::unique_ptr<StatementLimit> m_limit; ///< goes after the connection
    Connection m_connection;
    std::string m_application_name;
    std::map<std::string, LockFile> m_held;
};

/// SQLite's own locks belong to transactions, so a file beside the database stands for a name. A database in memory is
/// nobody else's.
bool SqliteDriver::hold_name(std::string_view name)
{
    if (m_connection.path.empty()) {
        return true;
    }
    auto held = LockFile::try_lock(lock_path(name), m_application_name);
    if (!held) {
        return false;
    }
    m_held.emplace(name, *std::move(held));
    return true;
}

std::string SqliteDriver::holder_of_name(std::string_view name)
{
    return LockFile::holder(lock_path(name));
}

Error SqliteDriver::error_of(int code) const
{
    return to_error(code, sqlite3_errmsg(native()), m_connection.where, m_connection.path);
}

Fail SqliteDriver::fail() const
{
    return [this](int code) { throw error_of(code); };
}

void SqliteDriver::exec(char const* sql)
{
    auto const code = sqlite3_exec(native(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw error_of(code);
    }
}

Error SqliteDriver::translated(std::exception const& error) const
{
    return error_of(code_of(error).value_or(sqlite3_errcode(native())));
}

void SqliteDriver::make_read_only(std::chrono::milliseconds longest)
{
    exec("PRAGMA query_only = ON");
    m_limit = std::make_unique<StatementLimit>(native(), longest);
}

void SqliteDriver::roll_back()
{
    // Some failures (disk full, interrupt) have rolled back already.
    if (sqlite3_get_autocommit(native()) == 0) {
        exec("ROLLBACK");
    }
}

Statement SqliteDriver::bound(Query const& query, std::vector<Parameter> const& parameters)
{
    auto statement = prepare(native(), query.sqlite, fail());
    for (auto const& [name, value] : parameters) {
        auto const index = sqlite3_bind_parameter_index(statement.get(), (":" + std::string{name}).c_str());
        auto const code =
            sqlite3_bind_text64(statement.get(), index, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        if (code != SQLITE_OK) {
            throw error_of(code);
        }
    }
    return statement;
}

std::int64_t SqliteDriver::execute(Query const& query, std::vector<Parameter> const& parameters)
{
    auto const statement = bound(query, parameters);
    auto const code = sqlite3_step(statement.get());
    if (code != SQLITE_DONE && code != SQLITE_ROW) {
        throw error_of(code);
    }
    return sqlite3_changes64(native());
}

std::unique_ptr<RowReader> SqliteDriver::read(Query const& query, std::vector<Parameter> const& parameters)
{
    return std::make_unique<StatementReader>(bound(query, parameters), fail());
}

std::unique_ptr<RowWriter> SqliteDriver::insert(Table const& table, Conflict conflict)
{
    return std::make_unique<StatementWriter>(prepare(native(), insert_into(table, conflict), fail()), fail());
}

std::unique_ptr<Interrupter> SqliteDriver::interrupter()
{
    return std::make_unique<Interrupt>(native(), *m_connection.interrupted);
}

} // namespace

std::unique_ptr<Driver> connect(Target const& target, OpenOptions const& options)
{
    return std::make_unique<SqliteDriver>(open_connection(target, options), options.application_name);
}

void set_waiting(Database& database, bool waits)
{
    dynamic_cast<SqliteDriver&>(database.session().driver()).set_waiting(waits);
}

sqlite3* native(Database& database)
{
    return dynamic_cast<SqliteDriver&>(database.session().driver()).native();
}

} // namespace pf::db::sqlite
