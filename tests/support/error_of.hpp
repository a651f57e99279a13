#pragma once

#include "pf/base/error.hpp"

#include <doctest/doctest.h>

namespace pf::test {

/// The error that some work ends with; without one the test fails.
template <typename Work>
Error error_of(Work const& work)
{
    try {
        work();
    } catch (Error const& error) {
        return error;
    }
    FAIL("no error");
    return Error{ExitCode::internal, ""};
}

} // namespace pf::test
