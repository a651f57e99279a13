#pragma once

#include <string>
#include <string_view>

namespace pf::migration {

/// SHA-256 of a file's text in lower-case hexadecimal. A byte order mark and the difference between CRLF and LF do not
/// count, so that a checkout on another system is the same file; every other byte does.
[[nodiscard]] std::string checksum(std::string_view content);

} // namespace pf::migration
