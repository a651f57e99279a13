#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::base {

/// Without leading and trailing ASCII white space.
std::string_view trimmed(std::string_view text);

/// ASCII letters only; other bytes are left alone, whatever the locale.
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);

/// ASCII case-insensitive equality.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// The parts between separators; `split("", ',')` is one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(std::vector<std::string> const& parts, std::string_view separator);

/// The first of them, and how many more there are: `A, B, C, D, E and 3 more`
std::string some_of(std::vector<std::string> names);

/// For a terminal: characters that cannot be seen, and bytes that are no UTF-8, as `\n`, `\x1b`, `\u202e`.
std::string printable(std::string_view value);

/// A value as an error message quotes it: in double quotes, printable, long text cut with `…`.
std::string quoted(std::string_view value);

/// The whole text as a decimal integer; nothing else around it.
std::optional<long long> parse_integer(std::string_view text);

/// Offset of the first byte that is not valid UTF-8 (RFC 3629: no overlong forms, no surrogates), or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Columns that the text takes on a terminal: code points, with combining marks as none and wide ones as two.
std::size_t display_width(std::string_view text);

/// `1 row`, `2 rows`.
template <std::integral Count>
std::string counted(Count count, std::string_view noun)
{
    return std::to_string(count) + ' ' + std::string{noun} + (count == 1 ? "" : "s");
}

/// The candidate nearest to a mistyped word, for "did you mean"; nothing when none is near.
std::optional<std::string> nearest(std::string_view word, std::vector<std::string> const& candidates);

/// `1234567` as `1,234,567`: for people to read, never for a program's input.
std::string with_thousands(long long value);

} // namespace pf::base
