#include "pf/base/duration.hpp"

#include <doctest/doctest.h>

using pf::base::parse_duration;
using pf::base::shown_duration;
using std::chrono::seconds;

TEST_CASE("durations are whole numbers of one unit")
{
    CHECK(parse_duration("90m") == seconds{5400});
    CHECK(parse_duration("26h") == seconds{93600});
    CHECK(parse_duration("30d") == seconds{2592000});
    CHECK(parse_duration("2w") == seconds{1209600});
    for (auto const* const text :
         {"", "h", "26", "26 h", "1.5h", "-1h", "0h", "26H", "10s", "100000w", "99999999999999999999h"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("a duration is shown by its two largest units")
{
    CHECK(shown_duration(seconds{0}) == "0 s");
    CHECK(shown_duration(seconds{59}) == "59 s");
    CHECK(shown_duration(seconds{3600}) == "1 h");
    CHECK(shown_duration(seconds{3725}) == "1 h 2 min");
    CHECK(shown_duration(seconds{93600}) == "1 d 2 h");
    CHECK(shown_duration(seconds{86405}) == "1 d 5 s");
    CHECK(shown_duration(seconds{30 * 86400}) == "30 d");
}
