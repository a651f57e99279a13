#pragma once

#include "pf/db/database.hpp"

#include <string>

namespace pf::db::sqlite {

/// Sees that a regular file that we may read is at the path. Creates it (0600) and its folders (0700) when they are
/// missing and `missing` says so: what is in there is nobody else's business. \throws pf::Error  config (a directory),
/// permission, no_input (missing), cannot_create
/// \return  whether there is one now
[[nodiscard]] bool prepare_file(std::string const& path, Missing missing);

/// `file:` and the path, every byte that means something to SQLite's URIs or to SOCI's parser as %XX.
[[nodiscard]] std::string uri_of(std::string const& path);

/// Can its folder not be written to, and has nobody a write-ahead log of it? The file itself is not opened: when that
/// were closed, the process would lose the locks that its connections hold.
[[nodiscard]] bool is_left_alone(std::string const& path);

} // namespace pf::db::sqlite
