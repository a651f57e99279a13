#pragma once

#include "pf/base/error.hpp"

#include <string>

namespace pf::db::sqlite {

/// The one place where a result code of SQLite becomes an exit code and a hint.
/// \param code  primary or extended
/// \param path  the file, to tell a missing one from one that must not be read
[[nodiscard]] Error to_error(int code, std::string const& message, std::string const& where, std::string const& path);

} // namespace pf::db::sqlite
