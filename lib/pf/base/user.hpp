#pragma once

#include <string>

namespace pf::base {

/// Who runs the program: the name of its effective user, or the number of one without a name.
[[nodiscard]] std::string user_name();

} // namespace pf::base
