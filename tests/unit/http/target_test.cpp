#include "pf/http/target.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace pf::http;

namespace {

using Query = std::vector<std::pair<std::string, std::string>>;
using Segments = std::vector<std::string>;

std::string problem_of(std::string_view text)
{
    auto const target = parse_target(text);
    return target ? "" : target.problem().message;
}

} // namespace

TEST_CASE("a target is split before it is decoded")
{
    auto const target = parse_target("/api/v1/prices/BRK%2FB?from=2024-01-01&text=a%26b+c&closed&&x=%C3%A9=1");
    REQUIRE(target);
    CHECK(target->segments == Segments{"api", "v1", "prices", "BRK/B"});
    CHECK(target->query == Query{{"from", "2024-01-01"}, {"text", "a&b c"}, {"closed", ""}, {"x", "é=1"}});
    CHECK(parse_target("/a+b")->segments == Segments{"a+b"});
    CHECK(parse_target("/")->segments.empty());
    CHECK(parse_target("/?a=1")->segments.empty());
    CHECK(parse_target("/a/")->segments == Segments{"a", ""});
}

TEST_CASE("a target that could be read in two ways is none")
{
    CHECK(problem_of("") == "does not begin with a slash");
    CHECK(problem_of("http://localhost/") == "does not begin with a slash");
    CHECK(problem_of("*") == "does not begin with a slash");
    for (std::string_view const text : {"/%", "/%4", "/%zz", "/?a=%", "/?%g0=1"}) {
        CHECK(problem_of(text) == "has a % that two hexadecimal digits do not follow");
    }
    CHECK(problem_of("/%ff") == "is not UTF-8");
    CHECK(problem_of("/?a=%c0%af") == "is not UTF-8");
    for (std::string_view const text : {"/a%00b", "/?a=%0d%0ab", "/%7f"}) {
        CHECK(problem_of(text) == "has a control character");
    }
}

TEST_CASE("what is encoded comes back")
{
    CHECK(percent_encoded("BRK/B é~1") == "BRK%2FB%20%C3%A9~1");
    CHECK(parse_target("/" + percent_encoded("<a> %+\"&"))->segments.front() == "<a> %+\"&");
}

TEST_CASE("a target that is written is read as it was")
{
    for (auto const* const text : {"/", "/?a=1", "/api/v1/prices/BRK%2FB?from=2024-01-01&text=a%26b%20c&closed="}) {
        CHECK(to_text(*parse_target(text)) == text);
    }
}
