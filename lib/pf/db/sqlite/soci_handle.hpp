#pragma once

#include <exception>
#include <optional>
#include <string>

struct sqlite3;

namespace soci {
class session;
} // namespace soci

/// SOCI declares SQLite's functions once more, in a namespace of its own; one source knows that, the others use
/// sqlite3.h.
namespace pf::db::sqlite {

void open_session(soci::session& session, std::string const& connection);

[[nodiscard]] sqlite3* handle_of(soci::session& session);

/// The result code that an exception of SOCI carries.
[[nodiscard]] std::optional<int> code_of(std::exception const& error);

} // namespace pf::db::sqlite
