#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// Parsers of other people take a level of their stack, or a node of memory, for each level of a text. These look
/// first, without either.
namespace pf::base {

/// Has the text of JSON more levels of objects and arrays than these?
[[nodiscard]] bool nests_deeper(std::string_view json, std::size_t most);

/// The first line, from 1, of a TOML text on which a key has more parts than these, or values more levels; nothing,
/// when there is none.
[[nodiscard]] std::optional<std::size_t> deeper_line(std::string_view toml, std::size_t most);

/// What no definition of ours comes near to.
inline constexpr std::size_t most_levels = 64;

} // namespace pf::base
