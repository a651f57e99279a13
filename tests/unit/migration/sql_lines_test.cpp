#include "pf/migration/sql_lines.hpp"

#include <doctest/doctest.h>

using pf::migration::sql_lines;

namespace {

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("M13: a table is a line for each column and constraint, whatever its white space, comments and quotes")
{
    Lines const expected{"CREATE TABLE books (", "id INTEGER PRIMARY KEY",
                         "price NUMERIC (10, 2) DEFAULT 'a, \"b\" -- c'", "CHECK (price IN (1, 2))", ") STRICT"};
    CHECK(sql_lines(
              "CREATE TABLE books (id INTEGER PRIMARY KEY, price NUMERIC(10,2) DEFAULT 'a, \"b\" -- c', CHECK (price "
              "IN (1, 2))) STRICT",
              true) == expected);
    CHECK(sql_lines(
              "CREATE TABLE \"books\"(\n  [id] INTEGER PRIMARY KEY, -- the key, a number\n  `price`\tNUMERIC ( 10 , "
              "2 )\n DEFAULT 'a, \"b\" -- c' /* in ( euros */,\n  CHECK(\"price\" IN(1,2))\n) STRICT",
              true) == expected);
}

TEST_CASE("M13: names that need their quotes keep them, and a quote within is no end")
{
    CHECK(sql_lines(R"(CREATE VIEW "my view" AS SELECT '' AS "a""b", 'it''s' AS "1st", "")", false) ==
          Lines{R"(CREATE VIEW "my view" AS SELECT '' AS "a""b", 'it''s' AS "1st", "")"});
    CHECK(sql_lines("SELECT 'open", false) == Lines{"SELECT 'open"});
    CHECK(sql_lines("SELECT /* open", false) == Lines{"SELECT"});
    CHECK(sql_lines("", true).empty());
}

TEST_CASE("M13: a trigger is a line for each statement")
{
    CHECK(sql_lines("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM main . c; END", false) ==
          Lines{"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b;", "DELETE FROM main.c;", "END"});
}
