#pragma once

#include <cstdlib>
#include <iostream>

namespace pf::fuzz {

/// Ends the process when a promise is broken, so that libFuzzer keeps the input and ctest sees a failure.
inline void expect(bool holds, char const* promise)
{
    if (!holds) {
        std::cerr << "broken promise: " << promise << '\n';
        std::abort();
    }
}

} // namespace pf::fuzz
