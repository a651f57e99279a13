#include "pf/db/sqlite/connect.hpp"

#include "pf/db/sqlite/errors.hpp"
#include "pf/db/sqlite/file.hpp"
#include "pf/db/sqlite/soci_handle.hpp"

#include <ctime>

namespace pf::db::sqlite {

namespace {

constexpr int longest_wait_ms = 30'000;
constexpr char const* reads_schema = "SELECT count(*) FROM sqlite_schema";

/// Another program writes: wait a little, up to half a minute in all, unless somebody wants us to stop.
int wait_for_lock(void* context, int attempt)
{
    auto const& interrupted = *static_cast<std::atomic<bool> const*>(context);
    constexpr int step_ms = 10;
    if (interrupted.load(std::memory_order_relaxed) || attempt >= longest_wait_ms / step_ms) {
        return 0;
    }
    timespec const pause{0, step_ms * 1'000'000L};
    ::nanosleep(&pause, nullptr);
    return 1;
}

void execute(Connection const& connection, char const* sql)
{
    auto const code = sqlite3_exec(connection.native, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw to_error(code, sqlite3_errmsg(connection.native), connection.where, connection.path);
    }
}

/// One thread at a time uses a connection, so SQLite need not lock each call. That is decided once for the process,
/// before the first connection; when somebody else was first, their choice stays.
void set_threading()
{
    static int const result = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    static_cast<void>(result);
}

/// WAL lets others read while one writes; FULL makes a commit survive a power cut. A database that we may only read
/// keeps the journal that it has. Reading the schema shows whether the file is a database at all.
void set_up(Connection const& connection)
{
    sqlite3_extended_result_codes(connection.native, 1);
    set_waiting(connection, true);
    execute(connection, "PRAGMA page_size = 8192; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
                        "PRAGMA cache_size = -32768");
    execute(connection, reads_schema);
    if (sqlite3_db_readonly(connection.native, "main") == 0) {
        execute(connection, "PRAGMA journal_mode = WAL");
    }
}

void open(Connection& connection, std::string const& uri)
{
    connection.soci = std::make_unique<soci::session>();
    try {
        open_session(*connection.soci, uri);
    } catch (soci::soci_error const& error) {
        throw to_error(code_of(error).value_or(SQLITE_CANTOPEN), error.get_error_message(), connection.where,
                       connection.path);
    }
    connection.native = handle_of(*connection.soci);
}

/// A database with a write-ahead log is read in a folder that cannot be written to as one that does not change, or not
/// at all.
void open_left_alone(Connection& connection)
{
    bool const is_unreadable = sqlite3_exec(connection.native, reads_schema, nullptr, nullptr, nullptr) != SQLITE_OK;
    if (is_unreadable) {
        open(connection, uri_of(connection.path) + "?immutable=1");
    }
}

} // namespace

Connection open_connection(Target const& target, OpenOptions const& options)
{
    set_threading();
    // SQLite's names for a database in memory, and for one in a file that has no name.
    constexpr auto const* memory = ":memory:";
    bool const has_no_path = target.connection == memory || target.connection.empty();
    bool const has_file = !has_no_path && prepare_file(target.connection, options.missing);
    Connection connection;
    connection.where = target.connection.empty() ? target.shown : target.connection;
    connection.path = has_file ? target.connection : "";
    open(connection, has_file ? uri_of(connection.path) : has_no_path ? target.connection : memory);
    if (has_file && is_left_alone(connection.path)) {
        open_left_alone(connection);
    }
    set_up(connection);
    return connection;
}

void set_waiting(Connection const& connection, bool waits)
{
    sqlite3_busy_handler(connection.native, waits ? wait_for_lock : nullptr, connection.interrupted.get());
}

} // namespace pf::db::sqlite
