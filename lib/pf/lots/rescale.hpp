#pragma once

#include "pf/lots/open_lot.hpp"

#include <vector>

namespace pf::lots {

/// What a split makes of open lots.
struct Rescaled {
    std::vector<OpenLot> open;
    std::vector<OpenLot> vanished; ///< lots so small that nothing of them is left; another lot took over their cost
};

/// Multiply what remains in the lots by numerator ÷ denominator. Sums are rounded, half-even, not lots, so that the new
/// quantities add up to the rounded new total. Dates and costs stay.
/// \param lots  in the order of purchase; their new total is not zero
[[nodiscard]] Rescaled rescaled(std::vector<OpenLot> lots, Decimal numerator, Decimal denominator);

} // namespace pf::lots
