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
constexpr std::string_view read_only_hint = "this server, or this role, only reads (a standby, or "
                                            "default_transaction_read_only): connect to the primary, or as a "
                                            "role that may write";
constexpr std::string_view session_hint =
    "does a pooler in transaction mode stand between? Connect to the server, or to a pool with pool_mode = session";
constexpr std::string_view too_old_hint = "is the server older than PostgreSQL 14, or lacks it an extension?";
constexpr std::string_view others_hint =
    "it comes from a function, trigger or table in the database that is not part of pf";
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
    Meaning{"25006", ExitCode::permission, read_only_hint},
    Meaning{"25P03", ExitCode::io_error, again_hint},
    Meaning{"25P04", ExitCode::busy, again_hint},
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
    Meaning{"08P01", ExitCode::unavailable, "the pooler or the server does not take what the connection asks for"},
    Meaning{"08", ExitCode::io_error, again_hint},
    Meaning{"26", ExitCode::schema, session_hint},
    Meaning{"42P05", ExitCode::schema, session_hint},
    Meaning{"42883", ExitCode::schema, too_old_hint},
    Meaning{"42704", ExitCode::schema, too_old_hint},
    Meaning{"0A", ExitCode::schema, too_old_hint},
    Meaning{"0L", ExitCode::permission, ""},
    Meaning{"0P", ExitCode::permission, ""},
    Meaning{"2B", ExitCode::schema, others_hint},
    Meaning{"42P01", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"42703", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"3F000", ExitCode::schema, "bring the schema up to date: pf-migrate up"},
    Meaning{"22", ExitCode::bad_data, ""},
    Meaning{"23", ExitCode::bad_data, ""},
    Meaning{"27", ExitCode::bad_data, ""},
    Meaning{"44", ExitCode::bad_data, ""},
    Meaning{"54", ExitCode::bad_data, "that is more than the server takes"},
    Meaning{"55006", ExitCode::busy, again_hint},
    Meaning{"55", ExitCode::schema, ""},
    Meaning{"57", ExitCode::io_error, again_hint},
    Meaning{"72", ExitCode::busy, again_hint},
    Meaning{"F0", ExitCode::unavailable, "the server's configuration file is wrong; see its log"},
    // What follows is in code that somebody else has put into the database: functions, triggers, foreign tables.
    Meaning{"09", ExitCode::schema, others_hint},
    Meaning{"2F", ExitCode::schema, others_hint},
    Meaning{"38", ExitCode::schema, others_hint},
    Meaning{"39", ExitCode::schema, others_hint},
    Meaning{"20", ExitCode::schema, others_hint},
    Meaning{"P0", ExitCode::schema, others_hint},
    Meaning{"HV", ExitCode::schema, others_hint},
    Meaning{"10", ExitCode::schema, others_hint},
    Meaning{"XX", ExitCode::io_error, "the server has met a fault of its own; see its log"},
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
        failure.sqlstate = PQstatus(connection) == CONNECTION_BAD ? "08006" : unknown_state;
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
    if (meaning.code == ExitCode::internal || meaning.hint == too_old_hint || meaning.hint == others_hint) {
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
