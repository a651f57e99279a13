#include "pf/db/migration_runner.hpp"

#include "pf/base/text.hpp"
#include "pf/db/history_store.hpp"
#include "pf/db/postgres/driver.hpp"
#include "pf/db/postgres/errors.hpp"
#include "pf/db/postgres/result.hpp"
#include "pf/db/session.hpp"
#include "pf/migration/error_place.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <spdlog/spdlog.h>

namespace pf::db {

namespace {

using migration::Direction;
using migration::File;
using postgres::Result;

// One advisory lock per database: "pf_m" "igra".
constexpr std::uint32_t lock_high = 0x70665F6D;
constexpr std::uint32_t lock_low = 0x69677261;
constexpr std::int64_t lock_key = (std::int64_t{lock_high} << 32) | lock_low;

// Not DISCARD ALL, which would free the lock.
constexpr std::string_view reset_session =
    "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD PLANS; "
    "DISCARD SEQUENCES; DISCARD TEMP; ";

// A file may have changed who we are; the history row is written as whoever connected.
constexpr std::string_view reset_role = "RESET SESSION AUTHORIZATION; RESET ROLE; ";

// When the client dies, a long statement must not go on: the server looks every quarter of a second (since version 14).
constexpr std::string_view watch_client = "SET client_connection_check_interval = 250; ";

constexpr std::string_view begin_file =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL standard_conforming_strings = on; "
    "SELECT pg_catalog.set_config('synchronous_commit', 'on', true) "
    "WHERE pg_catalog.current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

std::string of_our_lock()
{
    return fmt::format(
        "locktype = 'advisory' AND granted AND objsubid = 1 AND classid = {} AND objid = {} AND database = "
        "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
        lock_high, lock_low);
}

std::string lock_is_ours()
{
    return fmt::format("EXISTS (SELECT FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND {})",
                       of_our_lock());
}

void log_notice(void* /*context*/, PGresult const* notice)
{
    char const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    char const* const message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    bool const is_warning = severity != nullptr && std::string_view{severity} == "WARNING";
    spdlog::log(is_warning ? spdlog::level::warn : spdlog::level::debug, "{}", message == nullptr ? "" : message);
}

class Runner final : public MigrationRunner {
public:
    explicit Runner(Database& database)
        : m_connection(postgres::native(database)), m_where(database.session().driver().where())
    {
    }

    [[nodiscard]] std::optional<migration::History> history() override;
    [[nodiscard]] bool try_lock() override;
    [[nodiscard]] std::string lock_holder() override;
    void unlock() noexcept override;
    void create_history() override { command(history::create(Backend::postgresql)); }
    [[nodiscard]] bool begin(File const& file, Direction direction) override;
    void run(File const& file, Direction direction) override;
    void record(File const& file, Direction direction, std::chrono::milliseconds duration) override;
    void commit(File const& file) override;

private:
    Result command(std::string_view sql);
    void run_statement(File const& file, migration::Statement const& statement);
    Result copy_in(std::string_view rows);
    void drain_copy_out();
    [[nodiscard]] Error failure(PGresult const* result) const;
    [[nodiscard]] Error failure_in(File const& file, migration::Statement const& statement,
                                   PGresult const* result) const;
    [[nodiscard]] static std::optional<std::size_t> place_of(File const& file, migration::Statement const& statement,
                                                             PGresult const* result);

    PGconn* m_connection;
    std::string m_where;
    PQnoticeReceiver m_notices = nullptr; // the session's own, while the lock is held
};

bool succeeded(PGresult const* result)
{
    auto const status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string field(PGresult const* result, int code)
{
    char const* const text = PQresultErrorField(result, code);
    return text == nullptr ? std::string{} : std::string{text};
}

void add_lines(std::vector<std::string>& lines, std::string const& label, std::string const& text)
{
    if (text.empty()) {
        return;
    }
    auto const parts = base::split(text, '\n');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        lines.push_back((i == 0 ? label + ": " : std::string(label.size() + 2, ' ')) + std::string{parts[i]});
    }
}

Error Runner::failure(PGresult const* result) const
{
    return postgres::to_error(postgres::failure_of(m_connection, result), m_where);
}

Result Runner::command(std::string_view sql)
{
    Result result{PQexec(m_connection, std::string{sql}.c_str())};
    if (!succeeded(result.get())) {
        throw failure(result.get());
    }
    return result;
}

std::optional<migration::History> Runner::history()
{
    auto const result = command(history::read_from_postgresql);
    if (PQgetisnull(result.get(), 0, 0) != 0) {
        return std::nullopt;
    }
    return history::parse({PQgetvalue(result.get(), 0, 0), static_cast<std::size_t>(PQgetlength(result.get(), 0, 0))});
}

bool Runner::try_lock()
{
    auto const result = command(fmt::format("SELECT pg_catalog.pg_try_advisory_lock({})", lock_key));
    if (std::string_view{PQgetvalue(result.get(), 0, 0)} != "t") {
        return false;
    }
    m_notices = PQsetNoticeReceiver(m_connection, log_notice, nullptr);
    return true;
}

std::string Runner::lock_holder()
{
    auto const result =
        command("SELECT a.pid, a.application_name, pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', "
                "'YYYY-MM-DD HH24:MI:SS') FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity "
                "AS a USING (pid) WHERE " +
                of_our_lock());
    if (PQntuples(result.get()) == 0) {
        return "its owner is not shown to this user";
    }
    auto const value = [&](int column) { return PQgetvalue(result.get(), 0, column); };
    return fmt::format("{} (server process {}, connected since {} UTC)", value(1), value(0), value(2));
}

void Runner::unlock() noexcept
{
    try {
        if (PQtransactionStatus(m_connection) != PQTRANS_IDLE) {
            command("ROLLBACK");
        }
        command(fmt::format("{}SELECT pg_catalog.pg_advisory_unlock({}) WHERE {}", reset_session, lock_key,
                            lock_is_ours()));
    } catch (std::exception const&) { // the connection is gone, and the lock with it
    }
    PQsetNoticeReceiver(m_connection, m_notices, nullptr);
}

bool Runner::begin(File const& file, Direction /*direction*/)
{
    std::string const reset =
        std::string{reset_session} + std::string{PQserverVersion(m_connection) >= 140000 ? watch_client : ""};
    command(reset);
    if (file.transactional) {
        command(begin_file);
    }
    return true;
}

void Runner::run(File const& file, Direction direction)
{
    migration::Scanner scanner{file.script, section_of(file, direction).range};
    while (auto const statement = scanner.next_statement()) {
        run_statement(file, *statement);
        char const* const standard = PQparameterStatus(m_connection, "standard_conforming_strings");
        scanner.set_standard_strings(standard == nullptr || std::string_view{standard} == "on");
    }
}

void Runner::run_statement(File const& file, migration::Statement const& statement)
{
    std::string const& text = file.script.text;
    auto const slice = [&](migration::Range range) { return text.substr(range.begin, range.end - range.begin); };
    Result result{PQexec(m_connection, slice(statement.sql).c_str())};
    if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
        result = copy_in(slice(statement.copy_data));
    } else if (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
        drain_copy_out();
        return;
    }
    if (!succeeded(result.get())) {
        throw failure_in(file, statement, result.get());
    }
    if (file.transactional && PQtransactionStatus(m_connection) != PQTRANS_INTRANS) {
        throw statement_error(file, statement.sql.begin, std::nullopt,
                              Error{ExitCode::bad_data, "this statement ended the file's transaction", m_where,
                                    "delete it; SAVEPOINT is allowed"});
    }
}

Result Runner::copy_in(std::string_view rows)
{
    constexpr std::size_t piece = 65536;
    for (; !rows.empty(); rows.remove_prefix(std::min(piece, rows.size()))) {
        PQputCopyData(m_connection, rows.data(), static_cast<int>(std::min(piece, rows.size())));
    }
    PQputCopyEnd(m_connection, nullptr);
    Result last;
    while (PGresult* const next = PQgetResult(m_connection)) {
        if (!last || succeeded(last.get())) {
            last.reset(next);
        } else {
            PQclear(next);
        }
    }
    return last;
}

void Runner::drain_copy_out()
{
    char* row = nullptr;
    while (PQgetCopyData(m_connection, &row, 0) > 0) {
        PQfreemem(row);
    }
    while (PGresult* const next = PQgetResult(m_connection)) {
        PQclear(next);
    }
}

Error Runner::failure_in(File const& file, migration::Statement const& statement, PGresult const* result) const
{
    auto const said = postgres::failure_of(m_connection, result);
    auto const known = failure(result);
    std::vector<std::string> details;
    add_lines(details, "DETAIL", said.detail);
    add_lines(details, "CONTEXT", field(result, PG_DIAG_CONTEXT));
    bool const is_file_at_fault = code_of_failure(known.code()) == ExitCode::bad_data;
    Error const cause{known.code(), fmt::format("{} ({})", said.message, said.sqlstate), m_where,
                      is_file_at_fault || !said.hint.empty() ? said.hint : known.hint(), details};
    return statement_error(file, statement.sql.begin, place_of(file, statement, result), cause);
}

std::optional<std::size_t> Runner::place_of(File const& file, migration::Statement const& statement,
                                            PGresult const* result)
{
    auto const position = [&](int code) -> std::optional<std::size_t> {
        auto const value = base::parse_integer(field(result, code));
        return value && *value > 0 ? std::optional{static_cast<std::size_t>(*value)} : std::nullopt;
    };
    bool const is_down = statement.sql.begin >= file.down.range.begin && statement.sql.end <= file.down.range.end;
    return migration::find_place(file.script, is_down ? file.down.range : file.up.range, statement,
                                 {position(PG_DIAG_STATEMENT_POSITION), field(result, PG_DIAG_INTERNAL_QUERY),
                                  position(PG_DIAG_INTERNAL_POSITION), field(result, PG_DIAG_CONTEXT)});
}

void Runner::record(File const& file, Direction direction, std::chrono::milliseconds duration)
{
    std::string const by = fmt::format("{}@{}", PQuser(m_connection), host_name());
    std::string const sql = direction == Direction::up
                                ? history::add(Backend::postgresql, file, duration.count(), by, lock_is_ours())
                                : history::remove(Backend::postgresql, file.version, lock_is_ours());
    Result const result{PQexec(m_connection, (std::string{reset_role} + sql).c_str())};
    if (!succeeded(result.get())) {
        auto const error = failure(result.get());
        throw Error{code_of_failure(error.code()), "error: cannot be recorded in the history: " + error.message(),
                    file.script.path, "does the file change the schema pf_migrate?"};
    }
    if (std::string_view{PQcmdTuples(result.get())} != "1") {
        throw Error{ExitCode::bad_data,
                    "error: cannot be recorded in the history: the runner's lock or the history row is gone",
                    file.script.path,
                    "does the file call pg_advisory_unlock_all or DISCARD ALL, or change pf_migrate.history?"};
    }
}

void Runner::commit(File const& file)
{
    if (file.transactional) {
        Result const result{PQexec(m_connection, "COMMIT")};
        if (!succeeded(result.get())) {
            auto const said = postgres::failure_of(m_connection, result.get());
            auto const error = failure(result.get());
            bool const lost = PQstatus(m_connection) == CONNECTION_BAD;
            std::vector<std::string> details;
            add_lines(details, "DETAIL", said.detail);
            throw Error{code_of_failure(error.code()),
                        fmt::format("error: at COMMIT: {} ({})", said.message, said.sqlstate), file.script.path,
                        lost ? "the file is either applied or not; run the command again" : said.hint, details};
        }
        if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
            throw Error{ExitCode::internal, "error: at COMMIT: the server rolled it back", file.script.path};
        }
    }
}

} // namespace

std::unique_ptr<MigrationRunner> postgres_migration_runner(Database& database)
{
    return std::make_unique<Runner>(database);
}

} // namespace pf::db
