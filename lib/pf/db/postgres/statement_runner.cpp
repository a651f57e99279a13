#include "pf/db/postgres/statement_runner.hpp"

#include "pf/base/text.hpp"
#include "pf/db/migration_runner.hpp"
#include "pf/db/postgres/errors.hpp"
#include "pf/migration/error_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::db::postgres {

using migration::File;

StatementRunner::StatementRunner(PGconn* connection, std::string where, std::function<void(std::string const&)> blocked)
    : m_connection(connection), m_where(std::move(where)), m_watch(connection, std::move(blocked))
{
}

bool StatementRunner::lost_a_lock() const
{
    return m_sqlstate == "55P03" || m_sqlstate == "40P01" || m_sqlstate == "40001";
}

void StatementRunner::run(File const& file, migration::Statement const& statement)
{
    m_sqlstate.clear();
    std::string const& text = file.script.text;
    auto const slice = [&](migration::Range range) { return text.substr(range.begin, range.end - range.begin); };
    Result result = m_watch.execute(slice(statement.sql));
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

void StatementRunner::execute(std::string const& sql)
{
    m_sqlstate.clear();
    auto const result = m_watch.execute(sql);
    if (succeeded(result.get())) {
        return;
    }
    auto const said = failure_of(m_connection, result.get());
    auto const known = to_error(said, m_where);
    m_sqlstate = said.sqlstate;
    std::vector<std::string> details;
    add_lines(details, "LOCK HELD BY", lost_a_lock() ? m_watch.holder() : "");
    throw Error{known.code(), known.message(), known.where(), known.hint(), std::move(details)};
}

Result StatementRunner::copy_in(std::string_view rows)
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

void StatementRunner::drain_copy_out()
{
    char* row = nullptr;
    while (PQgetCopyData(m_connection, &row, 0) > 0) {
        PQfreemem(row);
    }
    while (PGresult* const next = PQgetResult(m_connection)) {
        PQclear(next);
    }
}

Error StatementRunner::failure_in(File const& file, migration::Statement const& statement, PGresult const* result)
{
    auto const said = failure_of(m_connection, result);
    auto const known = to_error(said, m_where);
    m_sqlstate = said.sqlstate;
    std::vector<std::string> details;
    add_lines(details, "DETAIL", said.detail);
    add_lines(details, "CONTEXT", field(result, PG_DIAG_CONTEXT));
    add_lines(details, "LOCK HELD BY", lost_a_lock() ? m_watch.holder() : "");
    bool const is_file_at_fault = code_of_failure(known.code()) == ExitCode::bad_data;
    Error const cause{known.code(), fmt::format("{} ({})", said.message, said.sqlstate), m_where,
                      is_file_at_fault || !said.hint.empty() ? said.hint : known.hint(), details};
    return statement_error(file, statement.sql.begin, place_of(file, statement, result), cause);
}

std::optional<std::size_t> StatementRunner::place_of(File const& file, migration::Statement const& statement,
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

} // namespace pf::db::postgres
