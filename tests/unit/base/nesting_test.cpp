#include "pf/base/nesting.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::base;

namespace {

std::string repeated(std::string const& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("levels of JSON are counted outside its strings")
{
    CHECK_FALSE(nests_deeper("[[1.5,[]],[[2]]]", 3));
    CHECK(nests_deeper("[[[[]]]]", 3));
    CHECK(nests_deeper(R"({"a":[{"b":[]}]})", 3));
    CHECK_FALSE(nests_deeper(R"(["[[[[[[", "\"[[[[[["])", 3));
    CHECK_FALSE(nests_deeper(R"(["", "", ""])", 1));
    CHECK(nests_deeper(repeated("[", 16'000'000), most_levels));
    CHECK_FALSE(nests_deeper(R"("no end [[[[)", 1));
}

TEST_CASE("the line is told on which a key of TOML has too many parts, or values too many levels")
{
    CHECK(deeper_line("a = 1\n" + repeated("a.", 100'000) + "a = 1", most_levels) == 2);
    CHECK(deeper_line("a = 1\n[" + repeated("a . ", 70) + "a]", most_levels) == 2);
    CHECK(deeper_line("\n\na = " + repeated("[", 70), most_levels) == 3);
    CHECK(deeper_line("a = " + repeated("{ b = ", 70), most_levels) == 1);
    CHECK_FALSE(deeper_line("a = [" + repeated("1.5, ", 500) + "]", most_levels));
    CHECK_FALSE(deeper_line("a = '" + repeated(".", 500) + "' # " + repeated("[", 500), most_levels));
    CHECK_FALSE(deeper_line("a = \"\"\"\n" + repeated("\"[.", 500) + "\n\"\"\"\nb = 1", most_levels));
    CHECK_FALSE(deeper_line("# " + repeated(".", 500), most_levels));
    CHECK_FALSE(deeper_line("", most_levels));
}
