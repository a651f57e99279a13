#include "pf/db/postgres/lock_watch.hpp"

#include <array>
#include <poll.h>
#include <utility>
#include <vector>

namespace pf::db::postgres {

namespace {

constexpr int look_after_ms = 500;

constexpr char const* find_holders = R"(
SELECT pg_catalog.string_agg(pg_catalog.format('%s (server process %s, user %s, %s since %s UTC)',
         CASE application_name WHEN '' THEN 'a program without a name' ELSE application_name END, pid, usename,
         CASE WHEN state LIKE 'idle in transaction%' THEN 'idle in a transaction' ELSE 'in a transaction' END,
         pg_catalog.to_char(xact_start AT TIME ZONE 'UTC', 'HH24:MI:SS')), ', ' ORDER BY pid)
  FROM pg_catalog.pg_stat_activity
 WHERE pid = ANY (pg_catalog.pg_blocking_pids($1::integer)))";

bool is_failure(PGresult const* result)
{
    auto const status = PQresultStatus(result);
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

bool starts_copy(PGresult const* result)
{
    auto const status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

} // namespace

LockWatch::LockWatch(PGconn* connection, std::function<void(std::string const&)> waiting)
    : m_connection(connection), m_waiting(std::move(waiting))
{
}

Result LockWatch::execute(std::string const& sql)
{
    m_holder.clear();
    Result last;
    if (PQsendQuery(m_connection, sql.c_str()) == 0) {
        return last;
    }
    do {
        wait_for_result();
        Result next{PQgetResult(m_connection)};
        if (!next) {
            return last;
        }
        if (!last || !is_failure(last.get())) {
            last = std::move(next);
        }
    } while (!starts_copy(last.get()) && PQstatus(m_connection) != CONNECTION_BAD);
    return last;
}

void LockWatch::wait_for_result()
{
    while (PQisBusy(m_connection) != 0) {
        pollfd waiting{PQsocket(m_connection), POLLIN, 0};
        if (::poll(&waiting, 1, look_after_ms) == 0) {
            look();
        } else if (PQconsumeInput(m_connection) == 0) {
            return;
        }
    }
}

void LockWatch::look()
{
    if (m_is_refused || (!m_observer && !connect())) {
        return;
    }
    auto const pid = std::to_string(PQbackendPID(m_connection));
    std::array<char const*, 1> const values{pid.c_str()};
    Result const result{PQexecParams(m_observer.get(), find_holders, 1, nullptr, values.data(), nullptr, nullptr, 0)};
    if (PQntuples(result.get()) != 1 || PQgetisnull(result.get(), 0, 0) != 0) {
        return;
    }
    std::string holder = PQgetvalue(result.get(), 0, 0);
    if (holder != m_holder) {
        m_holder = std::move(holder);
        m_waiting(m_holder);
    }
}

bool LockWatch::connect()
{
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options{PQconninfo(m_connection),
                                                                               PQconninfoFree};
    std::vector<char const*> keywords;
    std::vector<char const*> values;
    for (auto const* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        keywords.push_back(option->keyword);
        values.push_back(option->val);
    }
    keywords.insert(keywords.end(), {"connect_timeout", nullptr});
    values.insert(values.end(), {"2", nullptr});
    m_observer.reset(PQconnectdbParams(keywords.data(), values.data(), 0));
    m_is_refused = PQstatus(m_observer.get()) != CONNECTION_OK;
    return !m_is_refused;
}

} // namespace pf::db::postgres
