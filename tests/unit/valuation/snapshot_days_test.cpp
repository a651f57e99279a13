#include "pf/valuation/snapshot_days.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pf::valuation {
namespace {

Date day(char const* text)
{
    return *base::parse_date(text);
}

std::set<Date> days(std::vector<char const*> const& texts)
{
    std::set<Date> result;
    for (auto const* const text : texts) {
        result.insert(day(text));
    }
    return result;
}

std::string text(std::set<Date> const& wanted)
{
    std::string result;
    for (auto const one : wanted) {
        result += base::to_text(one) + " ";
    }
    return result;
}

DaysRequest take(char const* date, bool catch_up = false)
{
    return {day(date), catch_up, std::nullopt, std::nullopt};
}

} // namespace

TEST_CASE("without more a run takes its day, whatever is stored")
{
    CHECK(text(days_to_value({}, take("2024-01-05")).wanted) == "2024-01-05 ");
    CHECK(text(days_to_value(days({"2024-01-01", "2024-01-05"}), take("2024-01-05")).wanted) == "2024-01-05 ");
    CHECK(text(days_to_value({}, take("2024-01-05", true)).wanted) == "2024-01-05 ");
}

TEST_CASE("catching up fills every gap since the first day, across a leap day and a year end")
{
    CHECK(text(days_to_value(days({"2024-02-27", "2024-02-29"}), take("2024-03-02", true)).wanted) ==
          "2024-02-28 2024-03-01 2024-03-02 ");
    CHECK(text(days_to_value(days({"2024-12-30"}), take("2025-01-01", true)).wanted) == "2024-12-31 2025-01-01 ");
    CHECK(text(days_to_value(days({"2024-03-05"}), take("2024-03-02", true)).wanted) == "2024-03-02 ");
}

TEST_CASE("a limit takes the earliest missed days, the day itself, and tells what is left")
{
    auto request = take("2024-01-06", true);
    request.most = 2;
    auto const result = days_to_value(days({"2024-01-01", "2024-01-03"}), request);
    CHECK(text(result.wanted) == "2024-01-02 2024-01-04 2024-01-06 ");
    CHECK(result.still_missing == 1);
    request.most = 3;
    CHECK(days_to_value(days({"2024-01-01", "2024-01-03"}), request).still_missing == 0);
}

TEST_CASE("stored days from the first change on are compared, later ones than the day itself too")
{
    auto request = take("2024-01-03");
    request.restate_from = day("2024-01-02");
    CHECK(text(days_to_value(days({"2024-01-01", "2024-01-02", "2024-01-05"}), request).wanted) ==
          "2024-01-02 2024-01-03 2024-01-05 ");
    request.restate_from = day("2024-01-06");
    CHECK(text(days_to_value(days({"2024-01-01", "2024-01-05"}), request).wanted) == "2024-01-03 ");
}

TEST_CASE("catching up from a day fills what is missing from there, whatever is stored")
{
    auto request = take("2024-01-05", true);
    request.from = day("2024-01-02");
    CHECK(text(days_to_value({}, request).wanted) == "2024-01-02 2024-01-03 2024-01-04 2024-01-05 ");
    CHECK(text(days_to_value(days({"2024-01-04"}), request).wanted) == "2024-01-02 2024-01-03 2024-01-05 ");
    CHECK(text(days_to_value(days({"2023-12-30"}), request).wanted) == "2024-01-02 2024-01-03 2024-01-04 2024-01-05 ");
    request.most = 1;
    CHECK(text(days_to_value({}, request).wanted) == "2024-01-02 2024-01-05 ");
    CHECK(days_to_value({}, request).still_missing == 2);
}

} // namespace pf::valuation
