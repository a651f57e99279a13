#include "pf/db/migration_runner.hpp"

#include "pf/base/text.hpp"
#include "pf/db/history_store.hpp"
#include "pf/db/postgres/driver.hpp"
#include "pf/db/postgres/errors.hpp"
#include "pf/db/postgres/lock_key.hpp"
#include "pf/db/postgres/result.hpp"
#include "pf/db/postgres/statement_runner.hpp"
#include "pf/db/session.hpp"
#include "pf/migration/concurrent_index.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <spdlog/spdlog.h>

#include <array>
#include <utility>

namespace pf::db {

namespace {

using migration::Direction;
using migration::File;
using postgres::add_lines;
using postgres::Result;
using postgres::succeeded;

// Not DISCARD ALL, which would free the lock.
constexpr std::string_view reset_session =
    "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD PLANS; "
    "DISCARD SEQUENCES; DISCARD TEMP; ";

// A file may have changed who we are; the history row is written as whoever connected.
constexpr std::string_view reset_role = "RESET SESSION AUTHORIZATION; RESET ROLE; ";

// When the client dies, a long statement must not go on: the server looks every quarter of a second (since version 14).
constexpr std::string_view watch_client = "SET client_connection_check_interval = 250; ";

constexpr std::string_view begin_file =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL standard_conforming_strings = on; ";

void log_notice(void* /*context*/, PGresult const* notice)
{
    char const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    char const* const message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    bool const is_warning = severity != nullptr && std::string_view{severity} == "WARNING";
    spdlog::log(is_warning ? spdlog::level::warn : spdlog::level::debug, "{}", message == nullptr ? "" : message);
}

class Runner final : public MigrationRunner {
public:
    Runner(Database& database, MigrateOptions const& options)
        : m_database(database),
          m_connection(postgres::native(database)),
          m_history(database.target()),
          m_lock_key(postgres::lock_key("migration", database.target().portfolio)),
          m_where(database.session().driver().where()),
          m_statements(m_connection, m_where, options.blocked),
          m_lock_timeout_ms(options.lock_timeout.count()),
          m_statement_timeout_ms(options.statement_timeout.count())
    {
    }

    [[nodiscard]] std::optional<migration::History> history() override;
    [[nodiscard]] bool try_lock() override;
    [[nodiscard]] std::string lock_holder() override;
    void unlock() noexcept override;
    void create_history() override { command(history::create(m_history)); }
    [[nodiscard]] bool begin(File const& file, Direction direction) override;
    void run(File const& file, Direction direction) override;
    void record(File const& file, Direction direction, std::chrono::milliseconds duration) override;
    void commit(File const& file) override;
    void roll_back() override;
    void begin_whole() override;
    void execute(std::string_view sql) override { m_statements.execute(std::string{sql}); }
    void commit_whole() override { m_database.session().driver().commit(); }
    [[nodiscard]] bool lost_a_lock() const override { return m_statements.lost_a_lock(); }
    [[nodiscard]] std::string user() const override { return fmt::format("{}@{}", PQuser(m_connection), host_name()); }
    std::int64_t write_history(std::string const& sql) override;
    [[nodiscard]] migration::Progress progress(File const& file, Direction direction) override;

private:
    Result command(std::string_view sql);
    void run_recorded(File const& file, Direction direction, migration::Statement const& statement, std::size_t number);
    [[nodiscard]] bool is_built(File const& file, migration::Statement const& statement);
    [[nodiscard]] bool has_kept_lock();
    [[nodiscard]] std::string clean_session() const;
    [[nodiscard]] std::string limits(std::string_view scope, std::int64_t lock_timeout_ms) const;
    [[nodiscard]] Error failure(PGresult const* result) const;

    Database& m_database;
    PGconn* m_connection;
    history::Home m_history;
    std::int64_t m_lock_key;
    std::string m_where;
    postgres::StatementRunner m_statements;
    std::int64_t m_lock_timeout_ms;
    std::int64_t m_statement_timeout_ms;
    bool m_commits_unsynced = false; // the role's synchronous_commit is weaker than a migration's
    bool m_resumes = false;          // the next statement of a file without a transaction was begun by an earlier run
    PQnoticeReceiver m_notices = nullptr; // the session's own, while the lock is held
};

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
    auto const result = command(history::read(m_history));
    if (PQgetisnull(result.get(), 0, 0) != 0) {
        return std::nullopt;
    }
    return history::parse({PQgetvalue(result.get(), 0, 0), static_cast<std::size_t>(PQgetlength(result.get(), 0, 0))});
}

bool Runner::try_lock()
{
    auto const result = command(fmt::format(
        "SELECT CASE WHEN pg_catalog.pg_try_advisory_lock({0}) THEN pg_catalog.pg_try_advisory_lock({0}) END, "
        "(SELECT reset_val IN ('off', 'local', 'remote_write') FROM pg_catalog.pg_settings "
        "WHERE name = 'synchronous_commit')",
        m_lock_key));
    if (std::string_view{PQgetvalue(result.get(), 0, 0)} != "t") {
        return false;
    }
    m_commits_unsynced = std::string_view{PQgetvalue(result.get(), 0, 1)} == "t";
    m_notices = PQsetNoticeReceiver(m_connection, log_notice, nullptr);
    return true;
}

std::string Runner::lock_holder()
{
    auto const result =
        command("SELECT a.pid, a.application_name, pg_catalog.to_char(a.backend_start AT TIME ZONE 'UTC', "
                "'YYYY-MM-DD HH24:MI:SS') FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity "
                "AS a USING (pid) WHERE " +
                postgres::holds_key(m_lock_key));
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
        auto const free =
            fmt::format("SELECT pg_catalog.pg_advisory_unlock({}) WHERE EXISTS (SELECT FROM pg_catalog.pg_locks "
                        "WHERE pid = pg_catalog.pg_backend_pid() AND {}); ",
                        m_lock_key, postgres::holds_key(m_lock_key));
        command(std::string{reset_session} + free + free);
    } catch (std::exception const&) { // the connection is gone, and the lock with it
    }
    PQsetNoticeReceiver(m_connection, m_notices, nullptr);
}

/// As whoever connected. The lock is taken twice, so that this check, which costs nothing, never lets it go.
bool Runner::has_kept_lock()
{
    auto const result = command(
        std::string{reset_role} +
        fmt::format("SELECT CASE WHEN pg_catalog.pg_advisory_unlock({0}) THEN pg_catalog.pg_try_advisory_lock({0}) END",
                    m_lock_key));
    return std::string_view{PQgetvalue(result.get(), 0, 0)} == "t";
}

std::string Runner::clean_session() const
{
    std::string setup{reset_session};
    return setup += PQserverVersion(m_connection) >= 140000 ? watch_client : "";
}

void Runner::begin_whole()
{
    command(clean_session() + std::string{begin_file} +
            (m_commits_unsynced ? "SET LOCAL synchronous_commit = on; " : "") + limits("LOCAL", m_lock_timeout_ms));
}

bool Runner::begin(File const& file, Direction /*direction*/)
{
    if (file.transactional) {
        begin_whole();
    } else {
        command(clean_session() + limits("SESSION", m_lock_timeout_ms));
        command(history::create_progress(m_history));
    }
    return true;
}

/// `SET LOCAL lock_timeout = 5000; …`
std::string Runner::limits(std::string_view scope, std::int64_t lock_timeout_ms) const
{
    return fmt::format("SET {0} lock_timeout = {1}; SET {0} statement_timeout = {2}; "
                       "SET {0} idle_in_transaction_session_timeout = 0",
                       scope, lock_timeout_ms, m_statement_timeout_ms);
}

void Runner::roll_back()
{
    if (PQtransactionStatus(m_connection) != PQTRANS_IDLE) {
        command("ROLLBACK");
    }
}

std::int64_t Runner::write_history(std::string const& sql)
{
    auto const result = command(sql);
    return base::parse_integer(PQcmdTuples(result.get())).value_or(0);
}

migration::Progress Runner::progress(File const& file, Direction direction)
{
    migration::Progress progress;
    auto const exists = command(history::progress_exists(m_history));
    if (std::string_view{PQgetvalue(exists.get(), 0, 0)} == "t") {
        auto const rows = command(history::read_progress(m_history, file, direction));
        for (int row = 0; row < PQntuples(rows.get()); ++row) {
            progress.add(PQgetvalue(rows.get(), row, 0), std::string_view{PQgetvalue(rows.get(), row, 1)} == "1");
        }
    }
    m_resumes = progress.begun;
    return progress;
}

void Runner::run(File const& file, Direction direction)
{
    auto const& section = section_of(file, direction);
    migration::Scanner scanner{file.script, section.range};
    for (std::size_t number = 1; auto const statement = scanner.next_statement(); ++number) {
        if (file.transactional) {
            m_statements.run(file, *statement);
        } else if (is_to_run(section, number, *statement)) {
            run_recorded(file, direction, *statement, number);
        }
        char const* const standard = PQparameterStatus(m_connection, "standard_conforming_strings");
        scanner.set_standard_strings(standard == nullptr || std::string_view{standard} == "on");
    }
}

/// What is begun and not done when a run ends is what nobody knows the outcome of.
void Runner::run_recorded(File const& file, Direction direction, migration::Statement const& statement,
                          std::size_t number)
{
    bool const is_new = number > section_of(file, direction).done;
    bool const is_resumed = is_new && std::exchange(m_resumes, false);
    bool const waits_for_everybody =
        base::to_upper(file.script.text.substr(statement.sql.begin, statement.sql.end - statement.sql.begin))
            .find("CONCURRENTLY") != std::string::npos;
    if (is_new) {
        command(
            history::begin_statement(m_history, file, direction, number, statement_checksum(file.script, statement)));
    }
    if (!is_resumed || !is_built(file, statement)) {
        // It takes no lock that anybody waits for, and a time-out would leave an INVALID index behind.
        if (waits_for_everybody) {
            command("SET lock_timeout = 0");
        }
        m_statements.run(file, statement);
        if (waits_for_everybody) {
            command(fmt::format("SET lock_timeout = {}", m_lock_timeout_ms));
        }
    }
    if (is_new) {
        command(history::end_statement(m_history, file, direction, number));
    }
}

/// Whether the index that a run was building when it was cut short is there. An INVALID one is dropped.
bool Runner::is_built(File const& file, migration::Statement const& statement)
{
    auto const index = migration::concurrent_index(file.script, statement);
    if (!index) {
        return false;
    }
    std::string const name = index->name.value_or("");
    std::array<char const*, 2> const values{index->table.c_str(), name.c_str()};
    Result const found{PQexecParams(m_connection,
                                    "SELECT c.oid::pg_catalog.regclass, i.indisvalid FROM pg_catalog.pg_index AS i "
                                    "JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
                                    "WHERE i.indrelid = pg_catalog.to_regclass($1) "
                                    "AND c.relname = (pg_catalog.parse_ident($2))[1]",
                                    2, nullptr, values.data(), nullptr, nullptr, 0)};
    if (!succeeded(found.get())) {
        throw failure(found.get());
    }
    if (PQntuples(found.get()) == 0) {
        return false;
    }
    std::string const shown = PQgetvalue(found.get(), 0, 0);
    bool const is_valid = std::string_view{PQgetvalue(found.get(), 0, 1)} == "t";
    if (is_valid) {
        spdlog::info("the index {} is there: the run that was cut short had built it", shown);
        return true;
    }
    spdlog::info("the index {} was left INVALID by a run that was cut short; it is built anew", shown);
    command("SET lock_timeout = 0");
    command("DROP INDEX CONCURRENTLY " + shown);
    return false;
}

void Runner::record(File const& file, Direction direction, std::chrono::milliseconds duration)
{
    auto const refuse = [&](std::string const& why, std::string const& hint, ExitCode code) {
        throw Error{code, "error: cannot be recorded in the history: " + why, file.script.path, hint};
    };
    std::string const forget =
        file.transactional ? std::string{} : history::forget_progress(m_history, file.version) + "; ";
    std::string const sql = direction == Direction::up ? history::add(m_history, file, duration.count(), user())
                                                       : history::remove(m_history, file.version);
    try {
        if (!has_kept_lock()) {
            refuse("the runner's lock is gone", "does the file call pg_advisory_unlock_all or DISCARD ALL?",
                   ExitCode::bad_data);
        }
        auto const result = command(forget + sql);
        if (std::string_view{PQcmdTuples(result.get())} != "1") {
            refuse("the history row is gone", "does the file change " + m_history.table() + "?", ExitCode::bad_data);
        }
    } catch (Error const& error) {
        if (error.where() == file.script.path) {
            throw;
        }
        refuse(error.message(), "does the file change " + m_history.table() + "?", code_of_failure(error.code()));
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

std::unique_ptr<MigrationRunner> postgres_migration_runner(Database& database, MigrateOptions const& options)
{
    return std::make_unique<Runner>(database, options);
}

} // namespace pf::db
