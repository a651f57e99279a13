#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::http {

/// The head of a request has no place for a longer one: such a cursor leads nowhere.
constexpr std::size_t longest_cursor = 6000;

/// A place in an answer as a text that means nothing to who gets it, and can stand in an address.
/// \param question  that the answer is of: its cursors lead into no other
[[nodiscard]] std::string cursor_of(std::vector<std::string> const& place, std::string_view question);

/// \return  nothing, when it is no cursor that this question was given: cut off, changed, or made up
[[nodiscard]] std::optional<std::vector<std::string>> place_of(std::string_view cursor, std::string_view question);

} // namespace pf::http
