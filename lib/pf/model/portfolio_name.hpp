#pragma once

#include "pf/base/result.hpp"

#include <optional>
#include <string_view>

namespace pf::model {

/// Why a text is no name for a portfolio. It becomes the name of a schema and of a folder of backups: a small letter or
/// `_`, then small letters, digits and `_`, 63 at most, and none that a server keeps for itself. Nothing, when it is
/// one.
[[nodiscard]] std::optional<Problem> portfolio_name_problem(std::string_view name);

} // namespace pf::model
