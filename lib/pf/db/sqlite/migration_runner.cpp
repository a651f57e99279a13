#include "pf/db/migration_runner.hpp"

#include "pf/base/user.hpp"
#include "pf/db/history_store.hpp"
#include "pf/db/session.hpp"
#include "pf/db/sqlite/driver.hpp"
#include "pf/db/sqlite/errors.hpp"
#include "pf/db/sqlite/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace pf::db {

namespace {

using migration::Direction;
using migration::File;
using sqlite::Statement;

class Runner final : public MigrationRunner {
public:
    explicit Runner(Database& database)
        : m_database(database),
          m_connection(sqlite::native(database)),
          m_history(database.target()),
          m_where(database.session().driver().where())
    {
    }

    [[nodiscard]] std::optional<migration::History> history() override;
    [[nodiscard]] bool try_lock() override;
    [[nodiscard]] std::string lock_holder() override { return "another program is writing to the database"; }
    void unlock() noexcept override;
    void create_history() override { execute(history::create(m_history)); }
    [[nodiscard]] bool begin(File const& file, Direction direction) override;
    void run(File const& file, Direction direction) override;
    void record(File const& file, Direction direction, std::chrono::milliseconds duration) override;
    void commit(File const& file) override;
    void roll_back() override;
    void begin_whole() override {}
    void execute(std::string_view sql) override;
    void commit_whole() override;
    [[nodiscard]] bool lost_a_lock() const override { return false; }
    [[nodiscard]] std::string user() const override { return fmt::format("{}@{}", base::user_name(), host_name()); }
    std::int64_t write_history(std::string const& sql) override;
    [[nodiscard]] migration::Progress progress(File const& file, Direction direction) override;

private:
    void run_recorded(File const& file, Direction direction);
    [[nodiscard]] Statement prepared(std::string_view sql);
    [[nodiscard]] std::int64_t number(std::string_view sql);
    [[nodiscard]] Error failure(int code) const;
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(m_connection) == 0; }

    char const* run_one(File const& file, std::string const& section, char const* from, std::size_t section_begin);
    [[nodiscard]] Error failure_in(File const& file, std::size_t begin, std::optional<std::size_t> at, int code) const;
    [[nodiscard]] bool is_done(File const& file, Direction direction);
    void check_foreign_keys(std::string const& where);
    void drop_temporary();

    Database& m_database;
    sqlite3* m_connection;
    history::Home m_history;
    std::string m_where;
    std::int64_t m_foreign_keys = 1;
    std::int64_t m_version = 0; // the history's, as far as this runner knows
};

Error Runner::failure(int code) const
{
    return sqlite::to_error(code, sqlite3_errmsg(m_connection), m_where, m_where);
}

void Runner::execute(std::string_view sql)
{
    int const code = sqlite3_exec(m_connection, std::string{sql}.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw failure(code);
    }
}

Statement Runner::prepared(std::string_view sql)
{
    return sqlite::prepare(m_connection, sql, [this](int code) { throw failure(code); });
}

std::int64_t Runner::number(std::string_view sql)
{
    auto const statement = prepared(sql);
    int const code = sqlite3_step(statement.get());
    if (code != SQLITE_ROW) {
        throw failure(code);
    }
    return sqlite3_column_int64(statement.get(), 0);
}

std::optional<migration::History> Runner::history()
{
    if (number(history::exists_in_sqlite) == 0) {
        return std::nullopt;
    }
    migration::History rows;
    sqlite::StatementReader reader{prepared(history::read(m_history)), [this](int code) { throw failure(code); }};
    while (reader.next()) {
        auto const version = reader.integer();
        std::string name{reader.text()};
        std::string checksum{reader.text()};
        std::string const applied_at{reader.text()};
        auto const duration_ms = reader.integer();
        std::string applied_by{reader.text()};
        rows.push_back(history::row(version, std::move(name), std::move(checksum), applied_at, duration_ms,
                                    std::move(applied_by), std::string{reader.text()}));
    }
    m_version = version_of(rows);
    return rows;
}

/// The lock is the write transaction of the first file. Foreign keys are off while a table may be rebuilt, since
/// dropping the old one would delete what refers to it; they are checked before each COMMIT instead.
bool Runner::try_lock()
{
    m_foreign_keys = number("PRAGMA foreign_keys");
    execute("PRAGMA foreign_keys = OFF");
    sqlite::set_waiting(m_database, false);
    int const code = sqlite3_exec(m_connection, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    sqlite::set_waiting(m_database, true);
    if (code == SQLITE_OK) {
        return true;
    }
    auto const error = failure(code);
    unlock();
    if ((code & 0xFF) != SQLITE_BUSY) {
        throw error;
    }
    return false;
}

void Runner::unlock() noexcept
{
    try {
        if (in_transaction()) {
            execute("ROLLBACK");
        }
        drop_temporary();
        execute(m_foreign_keys != 0 ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
    } catch (std::exception const&) { // nothing is left that could be put right
    }
}

bool Runner::begin(File const& file, Direction direction)
{
    if (!in_transaction()) {
        drop_temporary();
        execute("PRAGMA foreign_keys = OFF");
        execute("BEGIN IMMEDIATE");
    }
    if (is_done(file, direction)) {
        execute("COMMIT");
        return false;
    }
    if (!file.transactional) {
        execute(history::create_progress(m_history));
        execute("COMMIT");
    }
    return true;
}

/// Between two files the lock is free for a moment, and another runner may have gone on with the same plan.
bool Runner::is_done(File const& file, Direction direction)
{
    auto const known = history::checksum_in_sqlite(file.version);
    auto const statement = prepared(known);
    bool const is_there = sqlite3_step(statement.get()) == SQLITE_ROW;
    bool const done = is_there == (direction == Direction::up);
    auto const version = number(history::version_in_sqlite);
    if (!done && version != m_version) {
        throw Error{ExitCode::busy,
                    fmt::format("another runner has brought the database to version {} meanwhile", version), m_where,
                    "run the command again"};
    }
    m_version = version;
    return done;
}

void Runner::roll_back()
{
    if (in_transaction()) {
        execute("ROLLBACK");
    }
}

std::int64_t Runner::write_history(std::string const& sql)
{
    if (!in_transaction()) {
        execute("BEGIN IMMEDIATE");
    }
    execute(sql);
    auto const changed = sqlite3_changes(m_connection);
    execute("COMMIT");
    return changed;
}

migration::Progress Runner::progress(File const& file, Direction direction)
{
    migration::Progress progress;
    if (number(history::progress_exists(m_history)) != 0) {
        sqlite::StatementReader reader{prepared(history::read_progress(m_history, file, direction)),
                                       [this](int code) { throw failure(code); }};
        while (reader.next()) {
            std::string checksum{reader.text()};
            progress.add(std::move(checksum), reader.integer() != 0);
        }
    }
    return progress;
}

void Runner::run_recorded(File const& file, Direction direction)
{
    auto const& section = section_of(file, direction);
    migration::Scanner scanner{file.script, section.range};
    for (std::size_t number = 1; auto const statement = scanner.next_statement(); ++number) {
        if (!is_to_run(section, number, *statement)) {
            continue;
        }
        execute(
            history::begin_statement(m_history, file, direction, number, statement_checksum(file.script, *statement)));
        auto const range = statement->sql;
        std::string const sql = file.script.text.substr(range.begin, range.end - range.begin);
        run_one(file, sql, sql.c_str(), range.begin);
        execute(history::end_statement(m_history, file, direction, number));
    }
}

void Runner::run(File const& file, Direction direction)
{
    if (!file.transactional) {
        return run_recorded(file, direction);
    }
    auto const range = section_of(file, direction).range;
    std::string const section = file.script.text.substr(range.begin, range.end - range.begin);
    char const* next = section.c_str();
    while (*next != '\0') {
        next = run_one(file, section, next, range.begin);
    }
}

/// \return  behind the statement
char const* Runner::run_one(File const& file, std::string const& section, char const* from, std::size_t section_begin)
{
    auto const offset_of = [&](char const* place) {
        return section_begin + static_cast<std::size_t>(place - section.c_str());
    };
    sqlite3_stmt* raw = nullptr;
    char const* next = nullptr;
    int code = sqlite3_prepare_v2(m_connection, from, -1, &raw, &next);
    Statement const statement{raw};
    if (code != SQLITE_OK) {
        int const at = sqlite3_error_offset(m_connection);
        throw failure_in(file, offset_of(from), at < 0 ? std::nullopt : std::optional{offset_of(from + at)}, code);
    }
    if (raw == nullptr) { // white space and comments
        return next;
    }
    do {
        code = sqlite3_step(raw);
    } while (code == SQLITE_ROW);
    if (code != SQLITE_DONE) {
        throw failure_in(file, offset_of(from), std::nullopt, code);
    }
    if (file.transactional && !in_transaction()) {
        throw failure_in(file, offset_of(from), std::nullopt, SQLITE_ABORT_ROLLBACK);
    }
    return next;
}

Error Runner::failure_in(File const& file, std::size_t begin, std::optional<std::size_t> at, int code) const
{
    auto const known = failure(code);
    bool const is_file_at_fault = code_of_failure(known.code()) == ExitCode::bad_data;
    std::string const message = code == SQLITE_ABORT_ROLLBACK ? "this statement ended the file's transaction"
                                                              : std::string{sqlite3_errmsg(m_connection)};
    Error const cause{known.code(), fmt::format("{} (SQLite {})", message, code), m_where,
                      is_file_at_fault ? std::string{} : known.hint()};
    migration::Scanner scanner{file.script, {begin, file.script.text.size()}};
    auto const statement = scanner.next_statement();
    return statement_error(file, statement ? statement->sql.begin : begin, at, cause);
}

void Runner::record(File const& file, Direction direction, std::chrono::milliseconds duration)
{
    if (!file.transactional) {
        execute("BEGIN IMMEDIATE");
        execute(history::forget_progress(m_history, file.version));
    }
    execute(direction == Direction::up ? history::add(m_history, file, duration.count(), user())
                                       : history::remove(m_history, file.version));
    if (sqlite3_changes(m_connection) != 1) {
        throw Error{ExitCode::bad_data, "error: cannot be recorded in the history: the history row is gone",
                    file.script.path, "does the file change pf_migrate_history?"};
    }
    m_version = number(history::version_in_sqlite);
}

void Runner::commit(File const& file)
{
    if (file.transactional) {
        check_foreign_keys(file.script.path);
    }
    execute("COMMIT");
}

void Runner::commit_whole()
{
    check_foreign_keys(m_where);
    execute("COMMIT");
}

void Runner::check_foreign_keys(std::string const& where)
{
    auto const statement = prepared("PRAGMA main.foreign_key_check");
    if (sqlite3_step(statement.get()) != SQLITE_ROW) {
        return;
    }
    auto const text = [&](int column) {
        auto const* const value = sqlite3_column_text(statement.get(), column);
        return value == nullptr ? std::string{"?"} : std::string{reinterpret_cast<char const*>(value)};
    };
    throw Error{ExitCode::bad_data,
                fmt::format("error: at COMMIT: row {} of {} refers to a row of {} that does not exist", text(1),
                            text(0), text(2)),
                where, "foreign keys are checked at the end; see PRAGMA foreign_key_check"};
}

void Runner::drop_temporary()
{
    std::vector<std::string> names;
    {
        auto const statement =
            prepared("SELECT type || ' temp.\"' || replace(name, '\"', '\"\"') || '\"' FROM "
                     "temp.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite@_%' "
                     "ESCAPE '@'");
        while (sqlite3_step(statement.get()) == SQLITE_ROW) {
            names.emplace_back(reinterpret_cast<char const*>(sqlite3_column_text(statement.get(), 0)));
        }
    }
    for (auto const& name : names) {
        execute("DROP " + name);
    }
}

} // namespace

std::unique_ptr<MigrationRunner> sqlite_migration_runner(Database& database)
{
    return std::make_unique<Runner>(database);
}

} // namespace pf::db
