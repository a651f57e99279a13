#pragma once

#include <cstddef>
#include <string_view>

namespace pf::base {

/// May the text stand as a name: valid UTF-8, neither empty nor longer, and all of it to be seen?
/// \param most  characters
[[nodiscard]] bool is_name(std::string_view text, std::size_t most);

} // namespace pf::base
