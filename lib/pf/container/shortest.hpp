#pragma once

#include <string>
#include <string_view>

namespace pf::container {

/// The shortest decimal that a spreadsheet would keep as the same binary number: 0.1 for 0.10000000000000001. Programs
/// write up to 17 digits of what they keep; whoever typed it typed less.
/// \param digits  a decimal, perhaps with an exponent; returned as it is when it cannot be kept as a binary number
[[nodiscard]] std::string shortest_of(std::string_view digits);

} // namespace pf::container
