#include "pf/db/postgres/pooler.hpp"

#include "pf/base/error.hpp"
#include "pf/db/postgres/result.hpp"

#include <chrono>
#include <memory>
#include <poll.h>
#include <vector>

namespace pf::db::postgres {

namespace {

constexpr int highest_pid = 1 << 22; // what Linux gives at most
constexpr std::chrono::seconds longest_wait{2};

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Probe = std::unique_ptr<PGconn, Finish>;
using Clock = std::chrono::steady_clock;

/// A server tells the number of its process for cancelling; a pooler, which serves many, a number of its own choice.
bool is_pooled(PGconn const* connection)
{
    auto const pid = PQbackendPID(connection);
    return pid <= 0 || pid > highest_pid;
}

std::string process_of(Result const& result)
{
    bool const is_there = PQresultStatus(result.get()) == PGRES_TUPLES_OK && PQntuples(result.get()) == 1;
    return is_there ? PQgetvalue(result.get(), 0, 0) : std::string{};
}

std::string process_behind(PGconn* connection)
{
    return process_of(Result{PQexec(connection, "SELECT pg_catalog.pg_backend_pid()")});
}

bool has_input(PGconn* connection, Clock::time_point deadline)
{
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waiting{PQsocket(connection), POLLIN, 0};
    return left.count() > 0 && ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

Probe second_connection(PGconn* connection)
{
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options{PQconninfo(connection), &PQconninfoFree};
    std::vector<char const*> keywords;
    std::vector<char const*> values;
    for (auto const* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            keywords.push_back(option->keyword);
            values.push_back(option->val);
        }
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return Probe{PQconnectdbParams(keywords.data(), values.data(), 0)};
}

/// The process that a transaction on another connection gets; empty when it gets none in time, as where each keeps
/// its own and there are no more.
std::string process_of_another(PGconn* probe)
{
    auto const deadline = Clock::now() + longest_wait;
    if (PQstatus(probe) != CONNECTION_OK || PQsendQuery(probe, "SELECT pg_catalog.pg_backend_pid()") == 0) {
        return {};
    }
    while (PQisBusy(probe) != 0) {
        if (!has_input(probe, deadline) || PQconsumeInput(probe) == 0) {
            return {};
        }
    }
    return process_of(Result{PQgetResult(probe)});
}

/// In transactions this connection and another one both get what is idle: the same process, or one after the other.
bool is_shared(PGconn* connection)
{
    auto const first = process_behind(connection);
    auto const probe = second_connection(connection);
    auto const other = process_of_another(probe.get());
    return first.empty() || other == first || process_behind(connection) != first;
}

} // namespace

void refuse_shared_session(PGconn* connection, std::string const& where)
{
    if (is_pooled(connection) && is_shared(connection)) {
        throw Error{ExitCode::config,
                    "a pooler stands before the server and gives every transaction another session, so that a lock "
                    "would be held by somebody else's",
                    where, "connect to the server itself, or to a pool with pool_mode = session"};
    }
}

} // namespace pf::db::postgres
