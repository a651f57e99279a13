#include "pf/base/name.hpp"

#include <doctest/doctest.h>

#include <string>

using pf::base::is_name;

TEST_CASE("a name has characters that can be seen, counted as such")
{
    CHECK(is_name("main", 4));
    CHECK_FALSE(is_name("main", 3));
    CHECK_FALSE(is_name("", 3));
    CHECK(is_name("日本株", 3));
    CHECK(is_name("Größe <b>&", 50));
    CHECK(is_name(std::string(100, 'x'), 100));
    CHECK_FALSE(is_name(std::string(101, 'x'), 100));
}

TEST_CASE("nothing in a name steers a terminal or the direction of text, or cannot be seen")
{
    for (std::string const text : {"a\nb", "a\tb", "\x1b[31m", "a\x7f",
                                   "\xc2\x9b"
                                   "31m",
                                   "a\u202e"
                                   "b",
                                   "a\u2066"
                                   "b",
                                   "a\u061c"
                                   "b",
                                   "a\u200b"
                                   "b",
                                   "a\u2028"
                                   "b",
                                   "\ufeff"
                                   "a"}) {
        CAPTURE(text);
        CHECK_FALSE(is_name(text, 50));
    }
    CHECK_FALSE(is_name(std::string("a\0b", 3), 50));
    CHECK_FALSE(is_name("a\xff", 50));
}
