#pragma once

#include <functional>

namespace pf::report {

/// Items that come one by one, the same ones whenever they are asked for: they need not stand in memory together.
template <typename Item>
struct Stream {
    std::function<void(std::function<void(Item const&)> const&)> visit;
};

} // namespace pf::report
