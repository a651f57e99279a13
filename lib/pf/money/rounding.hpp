#pragma once

namespace pf::money {

/// What happens to the digits that do not fit. Always named at the call.
enum class Rounding {
    half_even, ///< to nearest, ties to the even digit (the house default)
    half_up,   ///< to nearest, ties away from zero
    down,      ///< towards zero
    up,        ///< away from zero
};

} // namespace pf::money
