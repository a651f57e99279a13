#include "pf/migration/schema.hpp"

#include <doctest/doctest.h>

using namespace pf::migration;

namespace {

using Lines = std::vector<std::string>;
using Kind = SchemaDifference::Kind;

SchemaDump const books{{"schema public", {"public", {}, {}}},
                       {"table public.books", {"public", {"column id", "column title", "index"}, {"grant"}}}};

SchemaDifference only_difference(SchemaDump const& expected, SchemaDump const& found)
{
    auto const all = differences(expected, found);
    REQUIRE(all.size() == 1);
    return all.front();
}

} // namespace

TEST_CASE("M13: dumps that are alike have no differences")
{
    CHECK(differences(books, books).empty());
    CHECK(differences({}, {}).empty());
}

TEST_CASE("M13: an object that only one dump has is a difference with all its lines, also without any")
{
    CHECK(only_difference(books, {*books.begin()}) ==
          SchemaDifference{Kind::missing, "table public.books", {"column id", "column title", "index", "grant"}, {}});
    SchemaDump const table_only{*books.rbegin()};
    auto const extra = only_difference(table_only, books);
    CHECK(extra == SchemaDifference{Kind::extra, "schema public", {}, {}});
    CHECK(shown(extra) == Lines{"+ schema public"});
}

TEST_CASE("M13: lines that differ are shown with - and +, those that are alike are not")
{
    auto changed = books;
    changed["table public.books"].lines = {"column id", "column title not null", "index", "comment"};
    changed["table public.books"].privileges.clear();
    CHECK(shown(only_difference(books, changed)) ==
          Lines{"  table public.books", "-   column title", "-   grant", "+   column title not null", "+   comment"});
}

TEST_CASE("M13: a line that only stands in another place is a difference")
{
    SchemaDump const before{{"t", {"", {"a", "b", "c"}, {}}}};
    SchemaDump const after{{"t", {"", {"b", "c", "a"}, {}}}};
    CHECK(only_difference(before, after) == SchemaDifference{Kind::changed, "t", {"a"}, {"a"}});
}

TEST_CASE("M13: texts of many lines are compared in bounded time")
{
    SchemaDump left{{"f", {"", Lines(5000, "x"), {}}}};
    SchemaDump right{{"f", {"", Lines(5000, "y"), {}}}};
    auto const difference = only_difference(left, right);
    CHECK(difference.expected.size() == 5000);
    CHECK(difference.found.size() == 5000);
    right = left;
    right["f"].lines[2500] = "y";
    CHECK(only_difference(left, right) == SchemaDifference{Kind::changed, "f", {"x"}, {"y"}});
}
