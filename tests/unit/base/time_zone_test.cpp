#include "pf/base/time_zone.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using base::TimeZone;

namespace {

TimeZone zone(std::string_view name)
{
    auto const parsed = TimeZone::parse(name);
    REQUIRE(parsed);
    return *parsed;
}

Timestamp at(std::string_view text)
{
    auto const parsed = base::parse_iso_timestamp(text);
    REQUIRE(parsed);
    return parsed->timestamp;
}

std::string day(std::string_view name, std::string_view moment)
{
    return base::to_text(zone(name).day_of(at(moment)));
}

std::string bounds(std::string_view name, std::string_view text)
{
    auto const date = *base::parse_date(text);
    return base::to_text(zone(name).start_of(date)) + " " + base::to_text(zone(name).end_of(date));
}

} // namespace

TEST_CASE("a moment is of the day that it is in the zone")
{
    CHECK(day("UTC", "2024-12-31T23:59:59.999999Z") == "2024-12-31");
    CHECK(day("America/New_York", "2025-01-01T00:30Z") == "2024-12-31");
    CHECK(day("America/New_York", "2025-01-01T05:00Z") == "2025-01-01");
    CHECK(day("Pacific/Kiritimati", "2024-12-31T10:00Z") == "2025-01-01");
    CHECK(day("Asia/Kathmandu", "2024-12-31T18:14:59Z") == "2024-12-31");
    CHECK(day("Asia/Kathmandu", "2024-12-31T18:15Z") == "2025-01-01");
}

TEST_CASE("a day is as long as the clocks make it, and begins when they say so")
{
    CHECK(bounds("UTC", "2024-02-29") == "2024-02-29T00:00:00Z 2024-02-29T23:59:59.999999Z");
    CHECK(bounds("Europe/Berlin", "2024-03-31") == "2024-03-30T23:00:00Z 2024-03-31T21:59:59.999999Z");
    CHECK(bounds("Europe/Berlin", "2024-10-27") == "2024-10-26T22:00:00Z 2024-10-27T22:59:59.999999Z");
    // Put forward at midnight, and back to the day before.
    CHECK(bounds("America/Sao_Paulo", "2018-11-04") == "2018-11-04T03:00:00Z 2018-11-05T01:59:59.999999Z");
    CHECK(bounds("America/Sao_Paulo", "2018-02-17") == "2018-02-17T02:00:00Z 2018-02-18T02:59:59.999999Z");
}

TEST_CASE("every moment is within its day")
{
    for (std::string_view const name :
         {"UTC", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran"}) {
        auto const here = zone(name);
        for (auto moment = at("2011-12-25"); moment < at("2012-01-05"); moment += std::chrono::minutes{17}) {
            auto const date = here.day_of(moment);
            CHECK(here.start_of(date) <= moment);
            CHECK(moment <= here.end_of(date));
            CHECK(here.day_of(here.start_of(date)) == date);
            CHECK(here.day_of(here.end_of(date)) == date);
        }
    }
}

TEST_CASE("a zone that does not exist is named with the nearest one")
{
    auto const wrong = TimeZone::parse("Europe/Berln");
    REQUIRE(!wrong);
    CHECK(wrong.problem().message == "is not in this machine's database of time zones");
    CHECK(wrong.problem().hint == "did you mean Europe/Berlin?");
    CHECK(!TimeZone::parse(""));
    CHECK(!TimeZone::parse("../../etc/passwd"));
    CHECK(TimeZone{} == zone("UTC"));
    CHECK(zone("America/New_York").name() == "America/New_York");
}
