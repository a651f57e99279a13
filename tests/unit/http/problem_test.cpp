#include "pf/http/problem.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace pf::http;
using pf::Error;
using pf::ExitCode;

TEST_CASE("each exit code has its status, and only what may pass can be tried again")
{
    CHECK(problem_of(Error{ExitCode::usage, "x"}).status == 400);
    CHECK(problem_of(Error{ExitCode::no_input, "x"}).status == 404);
    CHECK(problem_of(Error{ExitCode::bad_data, "x"}).status == 422);
    CHECK(problem_of(Error{ExitCode::permission, "x"}).status == 403);
    CHECK(problem_of(Error{ExitCode::internal, "x"}).status == 500);
    for (auto const code : {ExitCode::unavailable, ExitCode::busy, ExitCode::schema}) {
        CHECK(problem_of(Error{code, "x"}).status == 503);
        CHECK(problem_of(Error{code, "x"}).retry_after_s > 0);
    }
    CHECK(problem_of(Error{ExitCode::usage, "x"}).retry_after_s == 0);
}

TEST_CASE("a problem document says what is wrong, where, and what to do")
{
    auto const problem = problem_of(Error{ExitCode::usage, "\"x\" is no day", "--as-of", "write it as 2024-12-31"});
    auto const response = response_of(problem, "3f9a2c");
    CHECK(response.value("Content-Type") == "application/problem+json");
    CHECK(response.value("Retry-After").empty());
    auto const json = nlohmann::json::parse(response.body);
    CHECK(json ==
          nlohmann::json{
              {"type", "urn:pf:problem:wrong-question"},
              {"title", "The question is wrong"},
              {"status", 400},
              {"detail", "\"x\" is no day"},
              {"hint", "write it as 2024-12-31"},
              {"errors", {{{"parameter", "as-of"}, {"detail", "\"x\" is no day"}, {"hint", "write it as 2024-12-31"}}}},
              {"run_id", "3f9a2c"}});
}

TEST_CASE("what went wrong inside stays inside, and bytes that are no text become some")
{
    auto const internal = response_of(problem_of(Error{ExitCode::internal, "SELECT secret"}), "r");
    CHECK(internal.body.find("SELECT") == std::string::npos);
    auto const bad = response_of(problem_of(Error{ExitCode::usage, "\xff"}), "r");
    CHECK(nlohmann::json::parse(bad.body)["detail"] == "\xef\xbf\xbd");
}
