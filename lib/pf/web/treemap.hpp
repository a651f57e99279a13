#pragma once

#include "pf/web/view.hpp"

#include <span>
#include <vector>

namespace pf::web {

/// A place in a picture, in tenths of a pixel.
struct Box {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;

    friend bool operator==(Box const&, Box const&) = default;
};

/// Boxes that fill one, each as large as its part of the whole, and rather square than long.
/// \param parts  positive, the largest first
[[nodiscard]] std::vector<Box> boxes_of(std::span<Decimal const> parts, Box whole);

/// The holdings of the grid `positions`, as large as what they are worth and coloured by what they gained. Nothing,
/// where there are not two of known value, or several base currencies: the table tells it all.
[[nodiscard]] Markup treemap(report::Grid const& positions);

} // namespace pf::web
