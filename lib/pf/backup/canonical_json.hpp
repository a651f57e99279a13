#pragma once

#include <string>
#include <string_view>

namespace pf::backup {

/// The same JSON without white space and with the keys of objects sorted by their bytes, so that what PostgreSQL makes
/// of a document and what SQLite keeps of it are one text. Numbers stay as they are written. \throws pf::Error
/// bad_data, when it is not JSON
[[nodiscard]] std::string canonical_json(std::string_view json);

} // namespace pf::backup
