#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace pf::base {

/// The first character of a text: its code point, or nothing when the first byte begins no valid character.
struct Utf8Character {
    std::optional<char32_t> code_point;
    std::size_t length = 1; ///< bytes; one when invalid, so that a reader goes on behind it

    friend bool operator==(Utf8Character const&, Utf8Character const&) = default;
};

/// \param text  not empty
Utf8Character first_character(std::string_view text);

/// Does it leave a terminal, a line and the direction of what follows alone, and is there something to see of it? Not
/// so Unicode's categories Cc, Cf, Zl and Zp: what names must not have, and tables and messages escape.
[[nodiscard]] bool can_be_seen(char32_t code_point);

} // namespace pf::base
