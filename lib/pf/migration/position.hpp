#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pf::migration {

/// A place in a file as an editor shows it: both from 1, columns count characters (code points), a line ends at LF,
/// CRLF or a lone CR.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(Position const&, Position const&) = default;
};

/// A stretch of bytes: `begin` is in it, `end` is behind it.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(Range const&, Range const&) = default;
};

/// Where `to` is, when `from` is at `start`; takes time in the distance between them.
[[nodiscard]] Position advanced(Position start, std::string_view text, std::size_t from, std::size_t to);

[[nodiscard]] Position position_of(std::string_view text, std::size_t offset);

/// The offset of the `count`-th character after `begin`; the end of the text when there are fewer.
[[nodiscard]] std::size_t skip_characters(std::string_view text, std::size_t begin, std::size_t count);

/// `file.sql:12:8`
[[nodiscard]] std::string place(std::string_view path, Position position);

/// The line that holds `offset` with its number, and a line with a caret below that character. A long line is cut
/// around it; a tab is shown as four spaces.
///
///        12 | ALTER TABLE lots ADD COLUMN quantty
///           |                             ^
[[nodiscard]] std::vector<std::string> excerpt(std::string_view text, std::size_t offset);

} // namespace pf::migration
