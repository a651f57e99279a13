#pragma once

#include "pf/web/view.hpp"

namespace pf::web {

/// Of the grid `positions`: what is unknown, of which instruments, and what to type to know it. Empty, when all is
/// known.
[[nodiscard]] Markup mending(report::Grid const& positions);

} // namespace pf::web
