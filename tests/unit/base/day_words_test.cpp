#include "pf/base/day_words.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

namespace pf::base {
namespace {

/// `first to last`, on a Wednesday.
std::string shown(std::string const& words, char const* today = "2024-08-14")
{
    auto const span = parse_days(words, *parse_date(today));
    if (!span) {
        return span.problem().message;
    }
    return span->first == span->last ? to_text(span->first) : to_text(span->first) + " to " + to_text(span->last);
}

} // namespace

TEST_CASE("days, months, quarters and years by their numbers")
{
    CHECK(shown("2024-03-18") == "2024-03-18");
    CHECK(shown("2024") == "2024-01-01 to 2024-12-31");
    CHECK(shown("2024-02") == "2024-02-01 to 2024-02-29");
    CHECK(shown("2024-q3") == "2024-07-01 to 2024-09-30");
    CHECK(shown("2023Q4") == "2023-10-01 to 2023-12-31");
    CHECK(shown("9999") == "9999-01-01 to 9999-12-31");
}

TEST_CASE("days by their names")
{
    CHECK(shown("today") == "2024-08-14");
    CHECK(shown("Yesterday") == "2024-08-13");
    CHECK(shown("tomorrow") == "2024-08-15");
    CHECK(shown("wednesday") == "2024-08-14");
    CHECK(shown("last wednesday") == "2024-08-07");
    CHECK(shown("friday") == "2024-08-09");
    CHECK(shown("  last   FRI ") == "2024-08-09");
    CHECK(shown("yesterday", "2024-03-01") == "2024-02-29");
}

TEST_CASE("so long ago, in any of the ways that people write it")
{
    for (auto const* const words : {"-30d", "30d", "30 days", "30 days ago", "30d ago", "-30 d"}) {
        CHECK(shown(words) == "2024-07-15");
    }
    CHECK(shown("2w ago") == "2024-07-31");
    CHECK(shown("1 month ago", "2024-03-31") == "2024-02-29");
    CHECK(shown("2q") == "2024-02-14");
    CHECK(shown("1y", "2024-02-29") == "2023-02-28");
    CHECK(shown("0d") == "2024-08-14");
}

TEST_CASE("weeks, months, quarters and years by where they are")
{
    CHECK(shown("this week") == "2024-08-12 to 2024-08-18");
    CHECK(shown("last week") == "2024-08-05 to 2024-08-11");
    CHECK(shown("last month") == "2024-07-01 to 2024-07-31");
    CHECK(shown("last month", "2024-03-31") == "2024-02-01 to 2024-02-29");
    CHECK(shown("last quarter") == "2024-04-01 to 2024-06-30");
    CHECK(shown("previous year") == "2023-01-01 to 2023-12-31");
    CHECK(shown("march") == "2024-03-01 to 2024-03-31");
    CHECK(shown("nov") == "2023-11-01 to 2023-11-30");
    CHECK(shown("august") == "2024-08-01 to 2024-08-31");
    CHECK(shown("last august") == "2023-08-01 to 2023-08-31");
    CHECK(shown("last march") == "2024-03-01 to 2024-03-31");
    CHECK(shown("March 2021") == "2021-03-01 to 2021-03-31");
}

TEST_CASE("what has begun ends today")
{
    CHECK(shown("ytd") == "2024-01-01 to 2024-08-14");
    CHECK(shown("year to date") == "2024-01-01 to 2024-08-14");
    CHECK(shown("qtd") == "2024-07-01 to 2024-08-14");
    CHECK(shown("month to date") == "2024-08-01 to 2024-08-14");
    CHECK(shown("wtd") == "2024-08-12 to 2024-08-14");
}

TEST_CASE("either end of it")
{
    CHECK(shown("start of 2024-q3") == "2024-07-01");
    CHECK(shown("end of last month") == "2024-07-31");
    CHECK(shown("end of yesterday") == "2024-08-13");
}

TEST_CASE("what is no day is told with examples")
{
    for (auto const* const words :
         {"",         " ",           "soon",    "2024-13",   "2024-q5", "24",    "0999",
          "last",     "last banana", "end of",  "next week", "-d",      "d",     "3 bananas ago",
          "march 20", "2024-3",      "999999d", "q3 2024 x", "ago",     "- -3d", "2024 01"}) {
        CAPTURE(words);
        auto const span = parse_days(words, *parse_date("2024-08-14"));
        REQUIRE(!span);
        CHECK(span.problem().message == "is no day");
        CHECK(span.problem().hint.find("last friday") != std::string::npos);
    }
    CHECK(shown("2024-02-30") == "is a day that does not exist");
    CHECK(shown("9999y") == "is not within the years 1000 to 9999");
    CHECK(shown("65536y") == "is not within the years 1000 to 9999"); // as many as come round in sixteen bits
    CHECK(shown("99999q") == "is not within the years 1000 to 9999");
}

TEST_CASE("what words mean holds on any day")
{
    rc::check([] {
        auto const today = *parse_date("1990-01-01") + std::chrono::days{*rc::gen::inRange(0, 40'000)};
        auto const span = [&](std::string const& words) { return *parse_days(words, today); };
        RC_ASSERT(span(to_text(today)) == (DaySpan{today, today}));
        for (auto const* const unit : {"week", "month", "quarter", "year"}) {
            auto const now = span(std::string{"this "} + unit);
            auto const before = span(std::string{"last "} + unit);
            RC_ASSERT(now.first <= today);
            RC_ASSERT(today <= now.last);
            RC_ASSERT(before.last + std::chrono::days{1} == now.first);
            auto const begun = span(std::string{unit} + " to date");
            RC_ASSERT(begun.first == now.first);
            RC_ASSERT(begun.last == today);
        }
        for (auto const* const day : {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
            auto const newest = span(day).first;
            auto const before = span(std::string{"last "} + day).first;
            RC_ASSERT(newest <= today);
            RC_ASSERT(today - newest < std::chrono::days{7});
            RC_ASSERT(before < today);
            RC_ASSERT(today - before <= std::chrono::days{7});
        }
        auto const count = *rc::gen::inRange(0, 400);
        RC_ASSERT(span("-" + std::to_string(count) + "d").first == today - std::chrono::days{count});
        auto const months = span(std::to_string(count) + " months ago").first;
        RC_ASSERT(months <= today);
        auto const word = *rc::gen::string<std::string>();
        if (auto const any = parse_days(word, today)) {
            RC_ASSERT(any->first <= any->last);
        }
    });
}

} // namespace pf::base
