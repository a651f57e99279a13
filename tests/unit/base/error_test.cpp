#include "pf/base/error.hpp"
#include "pf/base/result.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;

TEST_CASE("an error carries its code, message, place and hint")
{
    Error const error{ExitCode::no_input, "cannot be read", "trades.csv", "is the path right?"};
    CHECK(error.code() == ExitCode::no_input);
    CHECK(error.message() == "cannot be read");
    CHECK(error.where() == "trades.csv");
    CHECK(error.hint() == "is the path right?");
}

TEST_CASE("a result is a value or a problem")
{
    Result<std::string> const value{std::string{"text"}};
    REQUIRE(value);
    CHECK(*value == "text");
    CHECK(value->size() == 4);
    Result<std::string> const problem{Problem{"is wrong", "mend it"}};
    REQUIRE_FALSE(problem);
    CHECK(problem.problem() == Problem{"is wrong", "mend it"});
}
