#include "pf/db/postgres/driver.hpp"

#include "pf/base/secret.hpp"
#include "pf/base/spill.hpp"
#include "pf/base/text.hpp"
#include "pf/db/postgres/connect.hpp"
#include "pf/db/postgres/copy.hpp"
#include "pf/db/postgres/errors.hpp"
#include "pf/db/postgres/lock_key.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace pf::db::postgres {

namespace {

bool is_true(Result const& result)
{
    return std::string_view{PQgetvalue(result.get(), 0, 0)} == "t";
}

class Cancel final : public Interrupter {
public:
    explicit Cancel(PGconn* connection) : m_cancel(PQgetCancel(connection), &PQfreeCancel) {}

    void interrupt() noexcept override
    {
        if (m_cancel) {
            std::array<char, 256> ignored{};
            PQcancel(m_cancel.get(), ignored.data(), static_cast<int>(ignored.size()));
        }
    }

private:
    std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> m_cancel;
};

std::string copy_in(std::string_view name, Table const& table)
{
    return "COPY " + with_columns(name, table.columns) + " FROM STDIN (FORMAT binary)";
}

/// Keeps the bytes until `finish`; rows that may replace others take the way through a temporary table.
class Later final : public ByteSink {
public:
    Later(PGconn* connection, Table const& table, Conflict conflict, Fail fail)
        : m_connection(connection), m_table(table), m_conflict(conflict), m_fail(std::move(fail))
    {
    }

    void put(std::string_view bytes) override { m_spill.put(bytes); }

    void finish(std::int64_t rows) override
    {
        if (rows == 0) {
            return;
        }
        if (m_conflict == Conflict::refuse) {
            copy_into(m_table.name, rows);
            return;
        }
        auto const staging = "pf_new_" + std::string{m_table.name};
        auto const columns = joined(m_table.columns);
        auto const table = std::string{m_table.name};
        execute("DROP TABLE IF EXISTS pg_temp." + staging + "; CREATE TEMPORARY TABLE " + staging + " AS SELECT " +
                columns + " FROM " + table + " WITH NO DATA");
        copy_into(staging, rows);
        execute("INSERT INTO " + with_columns(table, m_table.columns) + " SELECT " + columns + " FROM pg_temp." +
                staging + " ON CONFLICT (" + joined(m_table.key) + ") DO UPDATE SET " + assignments());
        execute("DROP TABLE pg_temp." + staging);
    }

private:
    void copy_into(std::string_view name, std::int64_t rows)
    {
        CopyIn copy{m_connection, copy_in(name, m_table), m_fail};
        m_spill.replay([&](std::string_view bytes) { copy.put(bytes); });
        copy.finish(rows);
    }

    void execute(std::string const& statement)
    {
        Result const result{PQexec(m_connection, statement.c_str())};
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
            m_fail(result.get());
        }
    }

    [[nodiscard]] std::string assignments() const { return replacing_assignments(m_table); }

    PGconn* m_connection;
    Table const& m_table;
    Conflict m_conflict;
    Fail m_fail;
    base::Spill m_spill;
};

class PostgresDriver final : public Driver {
public:
    PostgresDriver(Connection connection, std::string portfolio)
        : m_connection(std::move(connection)), m_portfolio(std::move(portfolio))
    {
    }

    [[nodiscard]] PGconn* native() const { return m_connection.native; }
    [[nodiscard]] soci::session& soci() override { return *m_connection.soci; }
    [[nodiscard]] std::string const& where() const override { return m_connection.where; }
    [[nodiscard]] Error translated(std::exception const& error) const override;

    void run_script(std::string_view sql) override;
    void make_read_only(std::chrono::milliseconds longest) override;
    void begin(Atomic::Mode mode) override;
    void commit() override;
    void roll_back() override;
    std::int64_t execute(Query const& query, std::vector<Parameter> const& parameters) override;
    [[nodiscard]] std::unique_ptr<RowReader> read(Query const& query,
                                                  std::vector<Parameter> const& parameters) override;
    [[nodiscard]] std::unique_ptr<RowWriter> write(Table const& table) override;
    [[nodiscard]] std::unique_ptr<RowWriter> write_later(Table const& table, Conflict conflict) override;
    void lock_accounts(std::vector<std::int64_t> const& account_ids) override;
    [[nodiscard]] bool claim_import(std::int64_t id) override;
    void hold_until_end(std::string_view name) override;
    [[nodiscard]] bool hold_name(std::string_view name) override;
    void free_name(std::string_view name) noexcept override;
    [[nodiscard]] std::string holder_of_name(std::string_view name) override;
    [[nodiscard]] std::unique_ptr<Interrupter> interrupter() override { return std::make_unique<Cancel>(native()); }

private:
    [[nodiscard]] Error error_of(Failure failure) const;
    [[nodiscard]] Fail fail() const;
    Result send(std::string const& statement, std::vector<std::string> const& parameters = {});
    [[nodiscard]] std::string literal(std::string const& value) const;
    [[nodiscard]] std::string bound(std::string_view sql, std::vector<Parameter> const& parameters) const;

    Connection m_connection;
    std::string m_portfolio;
};

Error PostgresDriver::error_of(Failure failure) const
{
    for (auto* const words : {&failure.message, &failure.detail, &failure.hint}) {
        *words = base::scrubbed(std::move(*words), m_connection.secrets);
    }
    return to_error(failure, m_connection.where);
}

Error PostgresDriver::translated(std::exception const& error) const
{
    auto const* const ours = dynamic_cast<soci::postgresql_soci_error const*>(&error);
    auto const* const any = dynamic_cast<soci::soci_error const*>(&error);
    Failure failure{
        ours == nullptr ? "" : ours->sqlstate(), any == nullptr ? error.what() : any->get_error_message(), {}, {}};
    if (PQstatus(native()) == CONNECTION_BAD && !failure.sqlstate.starts_with("57P")) {
        failure.sqlstate = "08006";
    } else if (base::trimmed(failure.sqlstate).empty()) {
        failure.sqlstate = unknown_state;
    }
    split_message(failure);
    return error_of(std::move(failure));
}

Fail PostgresDriver::fail() const
{
    return [this](PGresult const* result) { throw error_of(failure_of(native(), result)); };
}

Result PostgresDriver::send(std::string const& statement, std::vector<std::string> const& parameters)
{
    std::vector<char const*> values;
    for (auto const& parameter : parameters) {
        values.push_back(parameter.c_str());
    }
    Result result{PQexecParams(native(), statement.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                               nullptr, nullptr, 0)};
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw error_of(failure_of(native(), result.get()));
    }
    return result;
}

void PostgresDriver::run_script(std::string_view sql)
{
    Result const result{PQexec(native(), std::string{sql}.c_str())};
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
        throw error_of(failure_of(native(), result.get()));
    }
}

void PostgresDriver::make_read_only(std::chrono::milliseconds longest)
{
    run_script(fmt::format("SET default_transaction_read_only = on; SET statement_timeout = {}", longest.count()));
}

void PostgresDriver::begin(Atomic::Mode mode)
{
    send(mode == Atomic::Mode::write ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                     : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

void PostgresDriver::commit()
{
    Result const result{PQexec(native(), "COMMIT")};
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
        auto const error = error_of(failure_of(native(), result.get()));
        if (PQstatus(native()) != CONNECTION_BAD) {
            throw error;
        }
        throw Error{error.code(), "the connection was lost while the changes were being committed: " + error.message(),
                    error.where(), "they are either all stored or not at all; run the command again"};
    }
    // A transaction in which a statement failed answers COMMIT with success, and ROLLBACK as what it did.
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
        throw Error{ExitCode::internal, "the server rolled the transaction back instead of committing it", where()};
    }
}

void PostgresDriver::roll_back()
{
    if (PQtransactionStatus(native()) != PQTRANS_IDLE) {
        send("ROLLBACK");
    }
}

std::string PostgresDriver::literal(std::string const& value) const
{
    std::unique_ptr<char, decltype(&PQfreemem)> const quoted{PQescapeLiteral(native(), value.data(), value.size()),
                                                             &PQfreemem};
    if (!quoted) {
        throw error_of({"22021", PQerrorMessage(native()), {}, {}});
    }
    return quoted.get();
}

/// Each value stands where its name does, and nothing of a value is taken for a name.
std::string PostgresDriver::bound(std::string_view sql, std::vector<Parameter> const& parameters) const
{
    std::string text;
    while (true) {
        auto const mark = sql.find(":'");
        text += sql.substr(0, mark);
        if (mark == std::string_view::npos) {
            return text;
        }
        auto const end = sql.find('\'', mark + 2);
        auto const name = sql.substr(mark + 2, end - mark - 2);
        auto const found = std::ranges::find(parameters, name, &Parameter::name);
        text += found == parameters.end() ? std::string{":'"} : literal(found->value);
        sql.remove_prefix(found == parameters.end() ? mark + 2 : end + 1);
    }
}

std::int64_t PostgresDriver::execute(Query const& query, std::vector<Parameter> const& parameters)
{
    auto const result = send(bound(query.postgresql, parameters));
    return base::parse_integer(PQcmdTuples(result.get())).value_or(0);
}

std::unique_ptr<RowReader> PostgresDriver::read(Query const& query, std::vector<Parameter> const& parameters)
{
    auto const copy = "COPY (" + bound(query.postgresql, parameters) + ") TO STDOUT (FORMAT binary)";
    return std::make_unique<CopyOut>(native(), copy, fail());
}

std::unique_ptr<RowWriter> PostgresDriver::write(Table const& table)
{
    return std::make_unique<CopyEncoder>(std::make_unique<CopyIn>(native(), copy_in(table.name, table), fail()),
                                         table.columns.size());
}

std::unique_ptr<RowWriter> PostgresDriver::write_later(Table const& table, Conflict conflict)
{
    return std::make_unique<CopyEncoder>(std::make_unique<Later>(native(), table, conflict, fail()),
                                         table.columns.size());
}

void PostgresDriver::lock_accounts(std::vector<std::int64_t> const& account_ids)
{
    std::string ids;
    for (auto const id : account_ids) {
        ids += (ids.empty() ? "{" : ",") + std::to_string(id);
    }
    // NO KEY: rows that merely refer to the account, as a transfer from another one does, need not wait.
    send("SELECT id FROM accounts WHERE id = ANY (CAST($1 AS BIGINT[])) ORDER BY id FOR NO KEY UPDATE",
         {ids.empty() ? "{}" : ids + "}"});
}

bool PostgresDriver::claim_import(std::int64_t id)
{
    return is_true(send(
        fmt::format("SELECT pg_try_advisory_xact_lock({})", lock_key("import " + std::to_string(id), m_portfolio))));
}

void PostgresDriver::hold_until_end(std::string_view name)
{
    send(fmt::format("SELECT pg_advisory_xact_lock({})", lock_key(name, m_portfolio)));
}

bool PostgresDriver::hold_name(std::string_view name)
{
    return is_true(send(fmt::format("SELECT pg_try_advisory_lock({})", lock_key(name, m_portfolio))));
}

void PostgresDriver::free_name(std::string_view name) noexcept
{
    try {
        send(fmt::format("SELECT pg_advisory_unlock({})", lock_key(name, m_portfolio)));
    } catch (std::exception const&) { // the connection is gone, and the lock with it
    }
}

std::string PostgresDriver::holder_of_name(std::string_view name)
{
    auto const result =
        send("SELECT format('%s (server process %s, user %s, connected since %s UTC)', a.application_name, a.pid, "
             "a.usename, to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')) "
             "FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) WHERE " +
             holds_key(lock_key(name, m_portfolio)));
    return PQntuples(result.get()) == 0 ? "a process that has just ended" : PQgetvalue(result.get(), 0, 0);
}

} // namespace

std::unique_ptr<Driver> connect(Target const& target, OpenOptions const& options)
{
    return std::make_unique<PostgresDriver>(open_connection(target, options), target.portfolio);
}

PGconn* native(Database& database)
{
    return dynamic_cast<PostgresDriver&>(database.session().driver()).native();
}

} // namespace pf::db::postgres
