#pragma once

#include "pf/base/result.hpp"

#include <optional>
#include <string_view>

namespace pf::model {

/// Why a text is no name for an account: one has 1 to 100 characters that can be seen. Nothing, when it is one.
[[nodiscard]] std::optional<Problem> account_name_problem(std::string_view name);

} // namespace pf::model
