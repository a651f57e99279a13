#include "pf/db/sqlite/errors.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <string_view>

namespace pf::db::sqlite {

namespace {

constexpr char const* rights_hint = "the file, its folder and its -wal and -shm files must be readable and writable";
constexpr char const* again_hint = "nothing was changed; run the command again";

Error cannot_open(std::string const& where, std::string const& path)
{
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        return Error{ExitCode::permission, "the database cannot be opened", where, rights_hint};
    }
    return Error{ExitCode::cannot_create, "the database cannot be created", where,
                 "is its folder there, and may you write to it?"};
}

Error statement_error(std::string const& message, std::string const& where)
{
    auto const missing = message.starts_with("no such table") || message.starts_with("no such column") ||
                         message.find("has no column named") != std::string::npos;
    if (missing) {
        return Error{ExitCode::schema, message, where, "bring the schema up to date: pf-migrate up"};
    }
    return Error{ExitCode::internal, message, where};
}

} // namespace

Error to_error(int code, std::string const& message, std::string const& where, std::string const& path)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return Error{ExitCode::busy, "another program is writing to the database", where,
                     "try again when it has finished"};
    case SQLITE_INTERRUPT:
        return Error{ExitCode::busy, "interrupted", where, again_hint};
    case SQLITE_READONLY:
        return Error{ExitCode::permission, "the database is read-only", where, rights_hint};
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Error{ExitCode::permission, message, where, rights_hint};
    case SQLITE_CANTOPEN:
        return cannot_open(where, path);
    case SQLITE_NOTADB:
        return Error{ExitCode::config, "the file is not a SQLite database", where,
                     "--database or DATABASE_URL names another file than you mean"};
    case SQLITE_FULL:
        return Error{ExitCode::io_error, "the disk is full", where,
                     "nothing was changed; free some space and run the command again"};
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
        return Error{ExitCode::io_error, message, where, again_hint};
    case SQLITE_CORRUPT:
        return Error{ExitCode::io_error, "the database is damaged: " + message, where, "restore a backup"};
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return Error{ExitCode::bad_data, message, where};
    case SQLITE_ERROR:
        return statement_error(message, where);
    default:
        return Error{ExitCode::internal, message + " [SQLite " + std::to_string(code) + "]", where};
    }
}

} // namespace pf::db::sqlite
