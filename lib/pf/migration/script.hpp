#pragma once

#include "pf/migration/position.hpp"

#include <string>
#include <string_view>

namespace pf::migration {

/// Whose lexical rules a file follows.
enum class Dialect { postgresql, sqlite };

/// `postgresql`, `sqlite`: the folder's name.
[[nodiscard]] std::string_view to_text(Dialect dialect);

/// The text of a file without its byte order mark, and the name that messages give it.
struct Script {
    std::string path;
    std::string text;
    Dialect dialect = Dialect::postgresql;

    friend bool operator==(Script const&, Script const&) = default;
};

/// \throws pf::Error  bad_data at `offset`: `file:line:column`, the message, the line with a caret, the hint
[[noreturn]] void refuse(Script const& script, std::size_t offset, std::string const& message,
                         std::string const& hint = {});

/// What no migration file may hold, wherever it stands: UTF-16, NUL, invalid UTF-8, merge-conflict markers.
/// \throws pf::Error  bad_data at the first one
void check_bytes(Script const& script);

/// `content` without a UTF-8 byte order mark.
[[nodiscard]] std::string_view without_bom(std::string_view content);

} // namespace pf::migration
