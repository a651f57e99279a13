#include "pf/http/rate_limit.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::http;
using namespace std::chrono_literals;

namespace {

RateLimit::Moment const start{std::chrono::hours{1000}};

/// How many of so many requests at one moment are let in.
int let_in(RateLimit& limit, std::string const& address, RateLimit::Moment now, int requests)
{
    int count = 0;
    for (int i = 0; i < requests; ++i) {
        count += limit.refuse(address, now) ? 0 : 1;
    }
    return count;
}

} // namespace

TEST_CASE("an address has its burst, then its rate, and disturbs no other")
{
    RateLimit limit{{20, 40, 100}};
    CHECK(let_in(limit, "a", start, 100) == 40);
    CHECK(let_in(limit, "b", start, 1) == 1);
    CHECK(let_in(limit, "a", start + 49ms, 10) == 0);
    CHECK(let_in(limit, "a", start + 50ms, 10) == 1);
    CHECK(let_in(limit, "a", start + 1050ms, 100) == 20);
    CHECK(let_in(limit, "a", start + 24h, 100) == 40);
}

TEST_CASE("who is refused is told how long to wait, in whole seconds")
{
    RateLimit limit{{1, 1, 100}};
    CHECK_FALSE(limit.refuse("a", start));
    CHECK(limit.refuse("a", start) == 1s);
    CHECK(limit.refuse("a", start + 900ms) == 1s);
    CHECK_FALSE(limit.refuse("a", start + 1s));
    CHECK(limit.refuse("a", start) == 1s); // a clock that goes back gives nothing
}

TEST_CASE("the table of addresses stays within its bound, and forgets first who has been quiet")
{
    RateLimit limit{{20, 40, 10}};
    CHECK(let_in(limit, "busy", start, 100) == 40);
    for (int i = 0; i < 1000; ++i) {
        CHECK_FALSE(limit.refuse("other " + std::to_string(i), start));
        CHECK(limit.addresses() <= 10);
    }
    CHECK(let_in(limit, "busy", start, 1) == 0);
}
