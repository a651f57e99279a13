#pragma once

#include "pf/web/view.hpp"

namespace pf::web {

/// What the grid `positions` is made of, by instrument and by account, the largest part first. A part with something of
/// unknown value is unknown; its bar shows what is known of it.
[[nodiscard]] Markup allocation(View const& view, report::Grid const& positions);

/// What weights are parts of, where something of the whole is unknown; nothing, where all is known.
[[nodiscard]] Markup on_weights(report::Grid const& positions);

} // namespace pf::web
