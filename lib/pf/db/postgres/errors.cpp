#include "pf/db/postgres/errors.hpp"

#include "pf/base/text.hpp"

#include <array>
#include <utility>

namespace pf::db::postgres {

namespace {

struct Meaning {
    std::string_view prefix; ///< of the SQLSTATE; the first that fits counts
    ExitCode code;
    std::string_view hint;
};

constexpr std::string_view credentials_hint =
    "check the user and the password (PGPASSWORD, ~/.pgpass, or the URL in DATABASE_URL_FILE)";
constexpr std::string_view again_hint = "nothing was changed; run the command again";

constexpr std::array meanings{
    Meaning{"28P01", ExitCode::permission, credentials_hint},
    Meaning{"28", ExitCode::permission,
            "the server refuses this user from here; check the user and the server's pg_hba.conf"},
    Meaning{"3D000", ExitCode::unavailable, "create it (createdb NAME) or name another one in the database URL"},
    Meaning{"57P03", ExitCode::unavailable, "the server is starting up or shutting down; try again in a moment"},
    Meaning{"53300", ExitCode::unavailable, "the server has no connection left; try again later"},
    Meaning{"42501", ExitCode::permission,
            "connect as a role that may do this, or ask the owner of the database for a GRANT"},
    Meaning{"25006", ExitCode::permission, "this server is read-only; connect to the primary"},
    Meaning{"55P03", ExitCode::busy, "another command holds a lock; try again when it has finished"},
    Meaning{"40", ExitCode::busy, again_hint},
    Meaning{"57014", ExitCode::busy, again_hint},
    Meaning{"53100", ExitCode::io_error,
            "the server's disk is full; nothing was changed; free some space and run the command again"},
    Meaning{"53", ExitCode::io_error, again_hint},
    Meaning{"57P", ExitCode::io_error, again_hint},
    Meaning{"58", ExitCode::io_error, "the server's own storage failed; see its log"},
    Meaning{"XX001", ExitCode::io_error, "the server found damaged data; see its log before doing anything else"},
    Meaning{"XX002", ExitCode::io_error, "the server found a damaged index; REINDEX, and see its log"},
    Meaning{"08", ExitCode::io_error, again_hint},
    Meaning{"42P01", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"42703", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"3F000", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"22", ExitCode::bad_data, ""},
    Meaning{"23", ExitCode::bad_data, ""},
};

Meaning meaning_of(std::string_view sqlstate)
{
    if (sqlstate.empty()) {
        return {"", ExitCode::unavailable,
                "is the server running, and is the address right? See --database and DATABASE_URL"};
    }
    for (auto const& meaning : meanings) {
        if (sqlstate.starts_with(meaning.prefix)) {
            return meaning;
        }
    }
    return {"", ExitCode::internal, ""};
}

} // namespace

Failure failure_of(PGconn* connection, PGresult const* result)
{
    Failure failure{field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY),
                    field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_MESSAGE_HINT)};
    if (failure.message.empty()) {
        failure.message = plain_message(PQerrorMessage(connection));
    }
    if (failure.sqlstate.empty()) {
        failure.sqlstate = PQstatus(connection) == CONNECTION_BAD ? "08006" : "XX000";
    }
    return failure;
}

void split_message(Failure& failure)
{
    auto const lines = base::split(failure.message, '\n');
    std::string primary{lines.front()};
    if (auto const at = primary.find(":  "); at != std::string::npos) {
        primary.erase(0, at + 3);
    }
    if (lines.size() > 1 && failure.detail.empty()) {
        if (auto const at = lines[1].find(":  "); at != std::string_view::npos && lines[1].find(' ') > at) {
            failure.detail = base::trimmed(lines[1].substr(at + 3));
        }
    }
    failure.message = std::move(primary);
}

Error to_error(Failure const& failure, std::string const& where)
{
    auto const meaning = meaning_of(failure.sqlstate);
    auto message = failure.message.empty() ? std::string{"the connection was lost"} : failure.message;
    if (!failure.detail.empty()) {
        message += " (" + failure.detail + ")";
    }
    if (meaning.code == ExitCode::internal) {
        message += " [SQLSTATE " + failure.sqlstate + "]";
    }
    return Error{meaning.code, std::move(message), where,
                 meaning.hint.empty() ? failure.hint : std::string{meaning.hint}};
}

std::string plain_message(std::string_view message)
{
    std::string_view line;
    for (auto const candidate : base::split(message, '\n')) {
        if (!candidate.empty() && !candidate.starts_with('\t')) {
            line = candidate;
        }
    }
    for (std::string_view const frame : {"failed: ", ":  "}) {
        if (auto const at = line.find(frame); at != std::string_view::npos) {
            line.remove_prefix(at + frame.size());
        }
    }
    return std::string{base::trimmed(line)};
}

} // namespace pf::db::postgres
