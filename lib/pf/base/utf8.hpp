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

} // namespace pf::base
