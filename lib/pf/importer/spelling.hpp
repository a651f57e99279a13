#pragma once

#include <string>
#include <string_view>

namespace pf::importer {

/// Has it a blank, an apostrophe or a minus outside ASCII, as some programs print them among digits?
[[nodiscard]] bool has_typographic_marks(std::string_view text);

/// With the blank, the apostrophe and the minus of ASCII instead of those that look like them: blanks that do not
/// break, narrow and thin ones, `’`, `−`.
[[nodiscard]] std::string with_plain_marks(std::string_view text);

/// Trimmed, and with the blank of ASCII instead of those that look like it.
/// \param written  holds the text where it had any of them; outlives what is returned
[[nodiscard]] std::string_view with_plain_blanks(std::string_view text, std::string& written);

/// Without white space around it, whatever its width.
[[nodiscard]] std::string_view trimmed_widely(std::string_view text);

} // namespace pf::importer
