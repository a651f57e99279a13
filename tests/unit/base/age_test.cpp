#include "pf/base/age.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>

using pf::base::age_of;
using pf::base::is_from_the_future;
using pf::test::at;
using std::chrono::seconds;

TEST_CASE("an age is whole seconds up to now")
{
    auto const now = at("2026-11-21T08:30:00.5Z");
    CHECK(age_of(at("2026-11-21T08:30:00.5Z"), now) == seconds{0});
    CHECK(age_of(at("2026-11-21T08:29:59Z"), now) == seconds{1});
    CHECK(age_of(at("2026-11-20T06:30:00.5Z"), now) == seconds{93600});
    CHECK(age_of(at("1000-01-01T00:00:00Z"), now).value() > seconds{0});
}

TEST_CASE("what has not come yet has no age, unless clocks may differ by so much")
{
    auto const now = at("2026-11-21T08:30:00Z");
    CHECK(age_of(at("2026-11-21T08:30:01Z"), now) == seconds{0});
    CHECK(age_of(at("2026-11-21T08:35:00Z"), now) == seconds{0});
    CHECK_FALSE(is_from_the_future(at("2026-11-21T08:35:00Z"), now));
    for (auto const* const moment : {"2026-11-21T08:35:00.000001Z", "2026-11-22T08:30:00Z", "2036-05-05T00:00:00Z",
                                     "9999-12-31T23:59:59.999999Z"}) {
        CAPTURE(moment);
        CHECK(is_from_the_future(at(moment), now));
        CHECK_FALSE(age_of(at(moment), now));
    }
}
