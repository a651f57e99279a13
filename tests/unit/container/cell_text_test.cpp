#include "pf/container/cell_text.hpp"
#include "pf/container/shortest.hpp"

#include <doctest/doctest.h>

#include <array>
#include <utility>

using namespace pf;
using container::date_text;
using container::number_text;
using container::Shown;

TEST_CASE("a number is its own digits, without an exponent")
{
    using Case = std::pair<char const*, char const*>;
    for (auto const& one :
         {Case{"0", "0"}, Case{"-0", "0"}, Case{"1", "1"}, Case{"-12.5", "-12.5"}, Case{"+3", "3"}, Case{"007", "7"},
          Case{".5", "0.5"}, Case{"5.", "5"}, Case{"12.50", "12.5"}, Case{"1.5E+3", "1500"}, Case{"1.2345e2", "123.45"},
          Case{"1E-7", "0.0000001"}, Case{"-1.5E-3", "-0.0015"}, Case{"123456789012345", "123456789012345"},
          Case{"1.06", "1.06"}}) {
        CAPTURE(one.first);
        CHECK(number_text(one.first).value_or("none") == one.second);
    }
}

TEST_CASE("three decimals get a fourth, so that no mark is taken for one of thousands")
{
    CHECK(number_text("1.065") == "1.0650");
    CHECK(number_text("123.456") == "123.4560");
    CHECK(number_text("1.0654") == "1.0654");
}

TEST_CASE("more than 15 digits are the shortest number that a spreadsheet keeps the same")
{
    using Case = std::pair<char const*, char const*>;
    for (auto const& one :
         {Case{"0.10000000000000001", "0.1"}, Case{"101.34999999999999", "101.35"}, Case{"4.2999999999999998", "4.3"},
          Case{"2.1999999999999999E-2", "0.0220"}, Case{"1234567.8899999999", "1234567.89"},
          // calculated, and no shorter number is the same
          Case{"0.30000000000000004", "0.30000000000000004"}, Case{"0.33333333333333331", "0.3333333333333333"},
          Case{"1.2345678901234568E+17", "123456789012345680"}}) {
        CAPTURE(one.first);
        CHECK(number_text(one.first).value_or("none") == one.second);
    }
    CHECK(container::shortest_of("1e999") == "1e999");
}

TEST_CASE("what is no number is none")
{
    for (char const* const value :
         {"", "-", ".", "1,5", "abc", "1e", "1e5x", "0x10", "1 ", "NaN", "INF", "1E+401", "1..2"}) {
        CAPTURE(value);
        CHECK(!number_text(value));
    }
}

TEST_CASE("a format's code tells days and times from numbers")
{
    using Case = std::pair<char const*, Shown>;
    for (auto const& one :
         {Case{"General", Shown::number}, Case{"0.00", Shown::number}, Case{"#,##0.00\\ \"USD days\"", Shown::number},
          Case{"[Red]0.00;[Blue]-0.00", Shown::number}, Case{"[$-409]d\\-mmm\\-yy", Shown::date},
          Case{"yyyy\\-mm\\-dd", Shown::date}, Case{"mmmm", Shown::date}, Case{"hh:mm:ss", Shown::time},
          Case{"mm:ss", Shown::time}, Case{"dd/mm/yy hh:mm", Shown::moment}, Case{"[h]:mm", Shown::number},
          Case{"0_d;yyyy", Shown::number}, Case{"0.00E+00", Shown::number}, Case{"@", Shown::number},
          Case{"YYYY", Shown::date}}) {
        CAPTURE(one.first);
        CHECK(container::shown_by(std::string_view(one.first)) == one.second);
    }
    CHECK(container::shown_by(0) == Shown::number);
    CHECK(container::shown_by(4) == Shown::number);
    CHECK(container::shown_by(14) == Shown::date);
    CHECK(container::shown_by(21) == Shown::time);
    CHECK(container::shown_by(22) == Shown::moment);
    CHECK(container::shown_by(57) == Shown::date);
}

TEST_CASE("a count of days is a date, from either beginning")
{
    CHECK(date_text("45322", Shown::date, false) == "2024-01-31");
    CHECK(date_text("43860", Shown::date, true) == "2024-01-31");
    CHECK(date_text("1", Shown::date, false) == "1900-01-01");
    CHECK(date_text("59", Shown::date, false) == "1900-02-28");
    CHECK(date_text("60", Shown::date, false) == "1900-02-29");
    CHECK(date_text("61", Shown::date, false) == "1900-03-01");
    CHECK(date_text("0", Shown::date, true) == "1904-01-01");
    CHECK(date_text("2958465", Shown::date, false) == "9999-12-31");
    CHECK(date_text("2958466", Shown::date, false) == "2958466");
    CHECK(date_text("-1", Shown::date, false) == "-1");
    CHECK(date_text("45322", Shown::number, false) == "45322");
}

TEST_CASE("a fraction of a day is a time, to the millisecond")
{
    CHECK(date_text("45322", Shown::moment, false) == "2024-01-31 00:00:00");
    CHECK(date_text("45322.5", Shown::date, false) == "2024-01-31 12:00:00");
    CHECK(date_text("45322.604166666664", Shown::moment, false) == "2024-01-31 14:30:00");
    CHECK(date_text("45322.6041695602", Shown::moment, false) == "2024-01-31 14:30:00.250");
    CHECK(date_text("45322.999999999", Shown::moment, false) == "2024-02-01 00:00:00");
    CHECK(date_text("0.75", Shown::time, false) == "18:00:00");
    CHECK(date_text("0", Shown::time, false) == "00:00:00");
}

TEST_CASE("escaped characters are blanks where they are seen as none")
{
    CHECK(container::unescaped("a_x000D_b") == "a b");
    CHECK(container::unescaped("_x005F_x000D_") == "_x000D_");
    CHECK(container::unescaped("_x00_ _xyz0_ _x") == "_x00_ _xyz0_ _x");
    CHECK(container::unescaped("").empty());
}
