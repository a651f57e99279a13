#include "pf/prices/retry.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using namespace pf;
using namespace std::chrono_literals;

TEST_CASE("what may be better in a moment is asked again, and nothing else")
{
    auto const may = [](int status) {
        prices::Answer answer;
        answer.status = status;
        return prices::may_get_better(answer);
    };
    for (int const status : {408, 429, 500, 502, 503, 599}) {
        CHECK(may(status));
    }
    for (int const status : {200, 304, 400, 401, 403, 404, 600}) {
        CHECK(!may(status));
    }
    prices::Answer none;
    none.problem = "couldn't connect to server";
    CHECK(!prices::may_get_better(none));
    none.is_transient = true;
    CHECK(prices::may_get_better(none));
}

TEST_CASE("waits double, spread, and never less than the server asks for")
{
    prices::RetryRules const rules;
    CHECK(prices::wait_before_next(1, 0ms, {}, 0, rules) == 1000ms);
    CHECK(prices::wait_before_next(2, 1000ms, {}, 0, rules) == 2000ms);
    CHECK(prices::wait_before_next(3, 3000ms, {}, 0, rules) == 4000ms);
    CHECK(prices::wait_before_next(3, 3000ms, {}, 999, rules) == 5998ms);
    CHECK(prices::wait_before_next(1, 0ms, 30s, 999, rules) == 30'000ms);
    CHECK(prices::wait_before_next(1, 0ms, 0s, 0, rules) == 1000ms);
}

TEST_CASE("after four tries or two minutes it is enough")
{
    prices::RetryRules const rules;
    CHECK(!prices::wait_before_next(4, 0ms, {}, 0, rules));
    CHECK(prices::wait_before_next(1, 0ms, 120s, 0, rules) == 120'000ms);
    CHECK(!prices::wait_before_next(1, 0ms, 121s, 0, rules));
    CHECK(!prices::wait_before_next(2, 119'000ms, {}, 0, rules));
}

TEST_CASE("Retry-After is seconds or a date")
{
    auto const now = test::moment("2026-11-27T12:00:00Z");
    CHECK(prices::parse_retry_after("120", now) == 120s);
    CHECK(prices::parse_retry_after(" 0 ", now) == 0s);
    CHECK(prices::parse_retry_after("Fri, 27 Nov 2026 12:00:30 GMT", now) == 30s);
    CHECK(prices::parse_retry_after("99999999999", now) == std::chrono::seconds{366 * 86400});
    for (auto const* const text :
         {"", "-1", "soon", "1.5", "Fri, 27 Nov 2026 11:59:59 GMT", "Fri, 27 Foo 2026 12:00:30 GMT"}) {
        CAPTURE(text);
        CHECK(!prices::parse_retry_after(text, now));
    }
}
