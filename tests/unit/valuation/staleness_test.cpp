#include "pf/valuation/staleness.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

Date day(char const* text)
{
    return *base::parse_date(text);
}

} // namespace

TEST_CASE("weekdays after a day, up to another")
{
    // 2024-03-28 is a Thursday.
    CHECK(weekdays_between(day("2024-03-28"), day("2024-03-28")) == 0);
    CHECK(weekdays_between(day("2024-03-28"), day("2024-03-27")) == 0);
    CHECK(weekdays_between(day("2024-03-28"), day("2024-03-29")) == 1);
    CHECK(weekdays_between(day("2024-03-29"), day("2024-03-30")) == 0);
    CHECK(weekdays_between(day("2024-03-29"), day("2024-03-31")) == 0);
    CHECK(weekdays_between(day("2024-03-29"), day("2024-04-01")) == 1);
    CHECK(weekdays_between(day("2024-03-28"), day("2024-04-04")) == 5);
    CHECK(weekdays_between(day("2024-01-01"), day("2025-01-01")) == 262);
}

TEST_CASE("every span of days has as many weekdays as counting finds")
{
    auto const from = day("2023-12-25");
    for (int length = 0; length < 30; ++length) {
        for (int offset = 0; offset < 7; ++offset) {
            auto const start = from + std::chrono::days{offset};
            std::int64_t counted = 0;
            for (int i = 1; i <= length; ++i) {
                std::chrono::weekday const weekday{start + std::chrono::days{i}};
                counted += weekday.iso_encoding() <= 5 ? 1 : 0;
            }
            CHECK(weekdays_between(start, start + std::chrono::days{length}) == counted);
        }
    }
}

TEST_CASE("a price lives through Easter, and is stale the day after")
{
    Freshness const freshness;
    CHECK_FALSE(freshness.is_stale(day("2024-03-28"), day("2024-04-02")));
    CHECK(freshness.is_stale(day("2024-03-28"), day("2024-04-03")));
    CHECK_FALSE(Freshness{0}.is_stale(day("2024-03-29"), day("2024-03-31")));
    CHECK(Freshness{0}.is_stale(day("2024-03-29"), day("2024-04-01")));
}

TEST_CASE("what is of a later day is not fresh")
{
    CHECK_FALSE(Freshness{}.is_stale(day("2024-03-28"), day("2024-03-28")));
    CHECK(Freshness{}.is_stale(day("2024-03-29"), day("2024-03-28")));
    CHECK(Freshness{9999}.is_stale(day("2036-05-05"), day("2024-03-28")));
}

} // namespace pf::valuation
