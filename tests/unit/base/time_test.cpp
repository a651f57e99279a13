#include "pf/base/time.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace pf;
using namespace pf::base;
using namespace std::chrono_literals;
using std::chrono::microseconds;
using std::chrono::sys_days;

namespace {

Timestamp at(int year, unsigned month, unsigned day, microseconds time_of_day = 0us)
{
    return sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}} + time_of_day;
}

struct Accepted {
    std::string_view text;
    Timestamp timestamp;
    bool date_only;
};

struct Refused {
    std::string_view text;
    std::string_view message;
};

constexpr auto malformed = "is not a date or a time";
constexpr auto no_such_day = "is a day that does not exist";
constexpr auto no_such_time = "has no such time of day";
constexpr auto no_such_offset = "has no such offset from UTC";
constexpr auto year_outside = "has a year outside 1000 to 9999";

} // namespace

TEST_CASE("dates that exist parse and print")
{
    for (std::string_view const text : {"2024-02-29", "2000-02-29", "1999-12-31", "1970-01-01", "1969-12-31",
                                        "1600-02-29", "1000-01-01", "9999-12-31"}) {
        CAPTURE(text);
        auto const date = parse_date(text);
        REQUIRE(date);
        CHECK(to_text(*date) == text);
    }
}

TEST_CASE("dates that do not exist are refused")
{
    for (std::string_view const text : {"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-04-31",
                                        "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32"}) {
        CAPTURE(text);
        CHECK(parse_date(text).problem().message == no_such_day);
    }
    CHECK(parse_date("0999-12-31").problem().message == year_outside);
}

TEST_CASE("texts that are not dates are refused")
{
    for (std::string_view const text : {"", "2024", "2024-02", "2024-2-9", "24-02-29", "29-02-2024", "2024/02/29",
                                        "2024-02-29 ", " 2024-02-29", "2024-02-291", "2024-02-29T00:00", "+2024-02-29",
                                        "-2024-02-29", "20240229", "２０２４-02-29", "2024-0a-01"}) {
        CAPTURE(text);
        auto const date = parse_date(text);
        REQUIRE_FALSE(date);
        CHECK(date.problem() == Problem{"is not a date", "write it as YYYY-MM-DD, for example 2024-02-29"});
    }
}

TEST_CASE("moments in every spelling of ISO 8601 that exports use")
{
    auto const noon = at(2024, 2, 29, 12h);
    std::vector<Accepted> const cases{
        {"2024-02-29", at(2024, 2, 29), true},
        {"2024-02-29T00:00", at(2024, 2, 29), false},
        {"2024-02-29T12:00", noon, false},
        {"2024-02-29 12:00", noon, false},
        {"2024-02-29T12:00:00", noon, false},
        {"2024-02-29T12:00:00Z", noon, false},
        {"2024-02-29T12:00Z", noon, false},
        {"2024-02-29T13:00:00+01:00", noon, false},
        {"2024-02-29T13:00:00+0100", noon, false},
        {"2024-02-29T13:00:00+01", noon, false},
        {"2024-02-29T06:15:00-05:45", noon, false},
        {"2024-02-29T12:00:00-00:00", noon, false},
        {"2024-03-01T01:00:00+13:00", noon, false},
        {"2024-02-28T20:01:00-15:59", noon, false},
        {"2024-01-01T00:30:00+01:00", at(2023, 12, 31, 23h + 30min), false},
        {"2024-02-29T12:00:00.5", noon + 500ms, false},
        {"2024-02-29T12:00:00.123456Z", noon + 123456us, false},
        {"2024-02-29T12:00:00.000001", noon + 1us, false},
        {"2024-02-29T12:00:00.1234569", noon + 123456us, false},
        {"2024-02-29T12:00:00.123456789+00:00", noon + 123456us, false},
        {"2024-02-29T23:59:59.999999999", at(2024, 3, 1) - 1us, false},
        {"1969-12-31T23:59:59.25", at(1970, 1, 1) - 750ms, false},
        {"1000-01-01T00:00:00", at(1000, 1, 1), false},
        {"9999-12-31T23:59:59.999999", at(9999, 12, 31, 24h - 1us), false},
    };
    for (auto const& row : cases) {
        CAPTURE(row.text);
        auto const parsed = parse_iso_timestamp(row.text);
        REQUIRE(parsed);
        CHECK(parsed->timestamp == row.timestamp);
        CHECK(parsed->date_only == row.date_only);
    }
}

TEST_CASE("texts that are no moment, and why")
{
    std::vector<Refused> const cases{
        {"", malformed},
        {"yesterday", malformed},
        {"29.02.2024", malformed},
        {"2024-02-29T", malformed},
        {"2024-02-29T12", malformed},
        {"2024-02-29T1:00", malformed},
        {"2024-02-29t12:00", malformed},
        {"2024-02-29  12:00", malformed},
        {"2024-02-29T12:00:", malformed},
        {"2024-02-29T12:00:0", malformed},
        {"2024-02-29T12:00:00.", malformed},
        {"2024-02-29T12:00:00,5", malformed},
        {"2024-02-29T12:00:00z", malformed},
        {"2024-02-29T12:00:00 Z", malformed},
        {"2024-02-29T12:00:00ZZ", malformed},
        {"2024-02-29T12:00:00+", malformed},
        {"2024-02-29T12:00:00+1", malformed},
        {"2024-02-29T12:00:00+01:", malformed},
        {"2024-02-29T12:00:00+01:0", malformed},
        {"2024-02-29T12:00:00+01:000", malformed},
        {"2024-02-29T12:00:00 CET", malformed},
        {"2024-02-29T24:00:00", no_such_time},
        {"2024-02-29T12:60:00", no_such_time},
        {"2024-02-29T23:59:60", no_such_time},
        {"2024-02-29T12:00:00+16:00", no_such_offset},
        {"2024-02-29T12:00:00+01:60", no_such_offset},
        {"2023-02-29T12:00:00", no_such_day},
        {"0999-12-31T12:00:00", year_outside},
        {"1000-01-01T00:00:00+00:01", year_outside},
        {"9999-12-31T23:59:59-00:01", year_outside},
    };
    for (auto const& row : cases) {
        CAPTURE(row.text);
        auto const parsed = parse_iso_timestamp(row.text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.problem().message == row.message);
    }
}

TEST_CASE("a moment prints with as many fractional digits as it needs")
{
    CHECK(to_text(at(2024, 2, 29)) == "2024-02-29T00:00:00Z");
    CHECK(to_text(at(2024, 2, 29, 13h + 5min)) == "2024-02-29T13:05:00Z");
    CHECK(to_text(at(2024, 2, 29, 500ms)) == "2024-02-29T00:00:00.5Z");
    CHECK(to_text(at(2024, 2, 29, 1us)) == "2024-02-29T00:00:00.000001Z");
    CHECK(to_text(at(1970, 1, 1) - 1us) == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("a moment falls on a day in UTC, before 1970 too")
{
    CHECK(day_of(at(1969, 12, 31, 24h - 1us)) == parse_date("1969-12-31").operator*());
    CHECK(day_of(at(1970, 1, 1)) == Date{});
}

TEST_CASE("what is printed parses to the same moment")
{
    CHECK(rc::check([] {
        auto const first = at(1000, 1, 1).time_since_epoch().count();
        auto const last = at(9999, 12, 31, 24h - 1us).time_since_epoch().count();
        Timestamp const timestamp{microseconds{*rc::gen::inRange(first, last)}};
        auto const parsed = parse_iso_timestamp(to_text(timestamp));
        RC_ASSERT(parsed);
        RC_ASSERT(*parsed == (ParsedTimestamp{timestamp, false}));
        RC_ASSERT(*parse_date(to_text(day_of(timestamp))) == day_of(timestamp));
    }));
}

TEST_CASE("the same moment in any zone is the same moment")
{
    CHECK(rc::check([] {
        auto const offset = *rc::gen::inRange(-959, 960);
        auto const local = at(2024, 6, 15, 12h) + std::chrono::minutes{offset};
        auto text = to_text(local);
        text.pop_back();
        auto const minutes = offset < 0 ? -offset : offset;
        auto const two_digits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        text += (offset < 0 ? "-" : "+") + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
        RC_ASSERT(parse_iso_timestamp(text)->timestamp == at(2024, 6, 15, 12h));
    }));
}

TEST_CASE("now is after this was written, and today is its day")
{
    CHECK(now() > at(2024, 1, 1));
    auto const before = today();
    auto const moment = now();
    CHECK(before <= day_of(moment));
    CHECK(day_of(moment) <= today());
}
