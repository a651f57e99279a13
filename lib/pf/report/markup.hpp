#pragma once

#include <string>
#include <string_view>

namespace pf::report {

/// A text as HTML and XML write it, in elements and in quoted attributes. Control characters, which XML cannot write,
/// become blanks.
[[nodiscard]] std::string markup_of(std::string_view text);

} // namespace pf::report
