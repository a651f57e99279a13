#include "pf/db/postgres/connect.hpp"

#include "pf/base/secret.hpp"
#include "pf/db/postgres/conninfo.hpp"
#include "pf/db/postgres/errors.hpp"
#include "pf/db/postgres/pooler.hpp"
#include "pf/db/postgres/result.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <poll.h>

namespace pf::db::postgres {

namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Native = std::unique_ptr<PGconn, Finish>;

std::string where_of(PGconn const* connection)
{
    auto const text = [](char const* value) { return value == nullptr ? std::string_view{} : std::string_view{value}; };
    return shown(text(PQuser(connection)), text(PQhost(connection)), text(PQport(connection)), text(PQdb(connection)));
}

/// Everything the session needs travels with the start-up packet: no round trip of its own.
Conninfo conninfo_for(Target const& target, OpenOptions const& options)
{
    auto info = Conninfo::parse(target.connection);
    auto settings = info.value("options");
    settings += settings.empty() ? "" : " ";
    settings += "-c TimeZone=UTC -c DateStyle=ISO -c quote_all_identifiers=off";
    settings += target.portfolio.empty() ? "" : " -c search_path=" + target.portfolio;
    info.set("options", settings);
    info.set("client_encoding", "UTF8");
    info.set("application_name", options.application_name);
    return info;
}

/// Waits for the socket; false when time is up.
bool wait_for(PGconn* connection, PostgresPollingStatusType wanted, std::chrono::steady_clock::time_point deadline)
{
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{PQsocket(connection), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    return waiting.fd >= 0 && left.count() > 0 && poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

/// libpq tells why a connection was refused only in words, in the server's language. A second attempt, asked to be
/// terse, gives the SQLSTATE. \param where  set to what libpq really tried
std::string sqlstate_of_refusal(std::string const& conninfo, std::string& where)
{
    Native const connection{PQconnectStart(conninfo.c_str())};
    if (!connection) {
        return {};
    }
    PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{3};
    auto status = PQstatus(connection.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING) {
        if (!wait_for(connection.get(), status, deadline)) {
            break;
        }
        status = PQconnectPoll(connection.get());
    }
    where = where_of(connection.get());
    if (PQconnectionNeedsPassword(connection.get()) != 0) {
        return "28P01";
    }
    auto const message = plain_message(PQerrorMessage(connection.get()));
    auto const is_code = message.size() == 5 && std::ranges::all_of(message, [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                         });
    return is_code ? message : std::string{};
}

[[noreturn]] void refuse(Conninfo const& info, std::string_view message)
{
    auto where = info.shown();
    auto const sqlstate = sqlstate_of_refusal(info.text(), where);
    throw to_error({sqlstate, base::scrubbed(plain_message(message), info.secrets()), {}, {}}, where);
}

void ignore_notice(void* /*context*/, PGresult const* /*notice*/) {}

std::unique_ptr<soci::session> session_for(Conninfo const& info)
{
    return std::make_unique<soci::session>(soci::postgresql, info.text());
}

[[noreturn]] void refuse_lost_portfolio(std::string const& where)
{
    throw Error{ExitCode::config, "the pooler does not tell the server which portfolio is meant", where,
                "connect to the server itself"};
}

/// PgBouncer refuses parameters of the start-up packet that it does not follow, `options` among them. Ours it does
/// follow when they are set; those of the user would be lost.
std::unique_ptr<soci::session> session_without_options(Target const& target, Conninfo info, std::string_view refusal)
{
    if (refusal.find("unsupported startup parameter: options") == std::string_view::npos) {
        return nullptr;
    }
    if (!target.portfolio.empty()) {
        refuse_lost_portfolio(info.shown());
    }
    if (!Conninfo::parse(target.connection).value("options").empty()) {
        throw Error{ExitCode::config, "the pooler does not take the options of the connection", info.shown(),
                    "connect to the server, or leave PGOPTIONS and options away"};
    }
    info.set("options", "");
    return session_for(info);
}

/// A pooler may have swallowed what the start-up packet said; the server tells what holds without being asked.
void settle(PGconn* connection)
{
    auto const is = [&](char const* name, std::string_view begin) {
        char const* const value = PQparameterStatus(connection, name);
        return value != nullptr && std::string_view{value}.starts_with(begin);
    };
    if (!is("TimeZone", "UTC") || !is("DateStyle", "ISO")) {
        PQclear(PQexec(connection, "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'"));
    }
}

/// What a pooler has swallowed, or a schema that is not there, would have us work in another one.
void refuse_unless_inside(PGconn* connection, Target const& target, std::string const& where)
{
    std::array<char const*, 1> const values{target.portfolio.c_str()};
    Result const result{PQexecParams(
        connection,
        "SELECT CASE WHEN pg_catalog.current_schema() = $1 THEN 'inside' "
        "WHEN pg_catalog.current_setting('search_path') <> $1 THEN 'lost' "
        "WHEN EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1) THEN 'closed' ELSE 'missing' END",
        1, nullptr, values.data(), nullptr, nullptr, 0)};
    if (!succeeded(result.get())) {
        throw to_error(failure_of(connection, result.get()), where);
    }
    std::string_view const found{PQgetvalue(result.get(), 0, 0)};
    if (found == "lost") {
        refuse_lost_portfolio(where);
    }
    if (found == "closed") {
        throw Error{ExitCode::permission, "the portfolio " + target.portfolio + " is somebody else's", where,
                    "its owner can GRANT USAGE ON SCHEMA " + target.portfolio};
    }
    if (found == "missing") {
        throw Error{ExitCode::no_input, "there is no portfolio " + target.portfolio, where,
                    "'pf-migrate portfolio list' shows those that are there, 'pf-migrate portfolio create " +
                        target.portfolio + "' makes it"};
    }
}

} // namespace

Connection open_connection(Target const& target, OpenOptions const& options)
{
    auto const info = conninfo_for(target, options);
    Connection connection;
    try {
        connection.soci = session_for(info);
    } catch (soci::soci_error const& error) {
        connection.soci = session_without_options(target, info, error.what());
        if (!connection.soci) {
            refuse(info, error.what());
        }
    }
    connection.native = static_cast<soci::postgresql_session_backend*>(connection.soci->get_backend())->conn_;
    connection.where = where_of(connection.native);
    connection.secrets = info.secrets();
    PQsetNoticeReceiver(connection.native, ignore_notice, nullptr);
    settle(connection.native);
    refuse_shared_session(connection.native, connection.where);
    if (!target.portfolio.empty()) {
        refuse_unless_inside(connection.native, target, connection.where);
        connection.where = target.shown;
    }
    return connection;
}

} // namespace pf::db::postgres
