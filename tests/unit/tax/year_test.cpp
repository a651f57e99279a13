#include "pf/tax/year.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::tax::test {
namespace {

constexpr std::chrono::month_day sixth_of_april{std::chrono::April, std::chrono::day{6}};
constexpr std::chrono::month_day new_year{std::chrono::January, std::chrono::day{1}};

} // namespace

TEST_CASE("a tax year is that which begins in the calendar year, to the day before the next one")
{
    Year const year{day("2024-04-06"), day("2025-04-05")};
    for (auto const* const text : {"2024", "2024-25", "2024/25", "2024-2025"}) {
        INFO(text);
        CHECK(*parse_year(text, sixth_of_april) == year);
    }
    CHECK(*parse_year("2023", new_year) == Year{day("2023-01-01"), day("2023-12-31")});
    CHECK(*parse_year("1999-00", sixth_of_april) == Year{day("1999-04-06"), day("2000-04-05")});
}

TEST_CASE("what is no tax year is refused, and two years where the tax year lies in one")
{
    for (auto const* const text :
         {"", "24", "2024-", "2024-26", "2024-2026", "2024 25", "20x4", "2024-2", "-024", "0999"}) {
        INFO(text);
        CHECK(!parse_year(text, sixth_of_april));
    }
    CHECK(parse_year("2024-25", new_year).problem().message == "names two years");
}

TEST_CASE("a year may begin on any day that every year has")
{
    CHECK(*parse_beginning("04-06") == sixth_of_april);
    for (auto const* const text : {"", "4-6", "02-29", "13-01", "00-01", "01-00", "04/06", "04-060"}) {
        INFO(text);
        CHECK(!parse_beginning(text));
    }
}

} // namespace pf::tax::test
