#include "pf/migration/checksum.hpp"
#include "pf/migration/file.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

using namespace pf::migration;
using scripts::headline;

namespace {

File parse(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    return parse(source_of("schema/0007_add_x.sql", text, dialect));
}

std::string refused(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    return headline([&] { static_cast<void>(parse(text, dialect)); });
}

std::string text_of(File const& file, Section const& section)
{
    return file.script.text.substr(section.range.begin, section.range.end - section.range.begin);
}

} // namespace

TEST_CASE("a file name gives version and name")
{
    CHECK(parse_file_name("schema/sqlite/0001_create_ledger.sql") == FileName{1, "0001_create_ledger"});
    CHECK(parse_file_name("20250101120000_add-x2.sql") == FileName{20250101120000, "20250101120000_add-x2"});
    for (auto const* name : {"0000_x.sql", "0001.sql", "0001_.sql", "x.sql", "0001-x.sql", "0001_x.SQL", "0001_x y.sql",
                             "0001_é.sql", "99999999999999999999_x.sql", "-1_x.sql", "0001_x", ""}) {
        CAPTURE(name);
        CHECK(headline([&] { static_cast<void>(parse_file_name(name)); }).ends_with("is not the name of a migration"));
    }
}

TEST_CASE("a file without directives is up as a whole")
{
    auto const file = parse("CREATE TABLE a (b int);\nCREATE TABLE c (d int);\n");
    CHECK(file.version == 7);
    CHECK(file.name == "0007_add_x");
    CHECK(file.up == Section{{0, file.script.text.size()}, 2});
    CHECK(file.down.statements == 0);
    CHECK(file.transactional);
    CHECK_FALSE(file.irreversible);
}

TEST_CASE("directives divide a file into sections")
{
    auto const file = parse("-- about\n-- pf:up\nCREATE TABLE a (b int);\n--  pf:down \r\nDROP TABLE a;\n");
    CHECK(text_of(file, file.up) == "\nCREATE TABLE a (b int);\n");
    CHECK(text_of(file, file.down) == "\r\nDROP TABLE a;\n");
    CHECK(file.up.statements == 1);
    CHECK(file.down.statements == 1);
}

TEST_CASE("what stands before -- pf:down is up, when there is no -- pf:up")
{
    auto const file = parse("CREATE TABLE a (b int)\n-- pf:down\nDROP TABLE a");
    CHECK(text_of(file, file.up) == "CREATE TABLE a (b int)\n");
    CHECK(text_of(file, file.down) == "\nDROP TABLE a");
}

TEST_CASE("the down section may come first")
{
    auto const file = parse("-- pf:down\nDROP TABLE a;\n-- pf:up\nCREATE TABLE a (b int);\n");
    CHECK(text_of(file, file.up) == "\nCREATE TABLE a (b int);\n");
    CHECK(text_of(file, file.down) == "\nDROP TABLE a;\n");
}

TEST_CASE("directives for the whole file")
{
    CHECK_FALSE(parse("-- pf:no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);").transactional);
    CHECK(parse("-- pf:irreversible\nDROP TABLE a;").irreversible);
}

TEST_CASE("directives count only outside literals, bodies and comments")
{
    for (auto const* text :
         {"SELECT '\n-- pf:down\n';", "SELECT $$\n-- pf:down\n$$;", "SELECT 1 /*\n-- pf:down\n*/;",
          "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\n-- pf:down\nEND;", "SELECT \"\n-- pf:down\n\";"}) {
        CAPTURE(text);
        CHECK(parse(text).down == Section{});
    }
    CHECK(parse("CREATE TRIGGER t BEGIN SELECT 1;\n-- pf:down\nEND;", Dialect::sqlite).down == Section{});
}

TEST_CASE("standard_conforming_strings does not reach from one section into the other")
{
    auto const file =
        parse("SET standard_conforming_strings = off; SELECT 'a\\';';\n-- pf:down\nSELECT 'C:\\';SELECT 2;");
    CHECK(file.up.statements == 2);
    CHECK(file.down.statements == 2);
}

TEST_CASE("a directive that cannot be meant is refused")
{
    CHECK(refused("-- pf:dwn\nSELECT 1;") == "schema/0007_add_x.sql:1:1: error: unknown directive \"pf:dwn\"");
    CHECK(refused("SELECT 1;\n-- PF: up") == "schema/0007_add_x.sql:2:1: error: unknown directive \"pf: up\"");
    CHECK(refused("SELECT 1; -- pf:down\nSELECT 2;") ==
          "schema/0007_add_x.sql:1:11: error: a directive must stand alone on its line");
    CHECK(refused("CREATE TABLE a (b int\n-- pf:down\nDROP TABLE a;") ==
          "schema/0007_add_x.sql:1:16: error: parenthesis is still open at the directive in line 2");
    CHECK(refused("CREATE TABLE a\n-- pf:irreversible\n(b int);") ==
          "schema/0007_add_x.sql:2:1: error: directive inside a statement");
    CHECK(refused("-- pf:up\nSELECT 1;\n-- pf:up\nSELECT 2;") ==
          "schema/0007_add_x.sql:3:1: error: this section is there already");
    CHECK(refused("SELECT 1;\n-- pf:down\nSELECT 1;\n-- pf:down\nSELECT 2;") ==
          "schema/0007_add_x.sql:4:1: error: this section is there already");
    CHECK(refused("SELECT 0;\n-- pf:up\nSELECT 1;") == "schema/0007_add_x.sql:1:1: error: SQL before -- pf:up");
    CHECK(refused("-- pf:irreversible\nSELECT 1;\n-- pf:down\nSELECT 2;") ==
          "schema/0007_add_x.sql:3:1: error: a down section in a file that says -- pf:irreversible");
    CHECK(refused("-- nothing\n-- pf:up\n-- pf:down\nSELECT 1;") ==
          "schema/0007_add_x.sql:2:1: error: the up section holds no statement");
    CHECK(refused("") == "schema/0007_add_x.sql:1:1: error: the up section holds no statement");
    CHECK(refused("-- pf:no-transaction\nCREATE INDEX CONCURRENTLY ON a (b);") ==
          "schema/0007_add_x.sql:2:1: error: an index that is built CONCURRENTLY needs a name");
}

TEST_CASE("M9: transaction control in a file is refused with its line")
{
    CHECK(refused("SELECT 1;\n  COMMIT;\nSELECT 2;") ==
          "schema/0007_add_x.sql:2:3: error: COMMIT is not for a migration: each file runs in its own transaction");
    CHECK(refused("BEGIN;SELECT 1;", Dialect::sqlite) ==
          "schema/0007_add_x.sql:1:1: error: BEGIN is not for a migration: each file runs in its own transaction");
    CHECK(refused("SAVEPOINT a; SELECT 1; ROLLBACK TO a; RELEASE a;").empty());
}

TEST_CASE("bytes that are not SQL text are refused by line")
{
    CHECK(refused(std::string{"SELECT 1;\nSELECT \0;", 19}) == "schema/0007_add_x.sql:2:8: error: holds a NUL byte");
    CHECK(refused("SELECT 1;\nSELECT 'a\xFF';") ==
          "schema/0007_add_x.sql:2:10: error: byte \"\\xff\" is not valid UTF-8");
    CHECK(refused(std::string{"\xFF\xFES\0", 4}) == "schema/0007_add_x.sql:1:1: error: is UTF-16, not UTF-8");
    CHECK(refused("SELECT '\n<<<<<<< HEAD\n';") == "schema/0007_add_x.sql:2:1: error: holds a merge-conflict marker");
    CHECK(refused("SELECT 1;\r\n>>>>>>> x\r\n") == "schema/0007_add_x.sql:2:1: error: holds a merge-conflict marker");
    CHECK(refused("/*\n=======\n*/ SELECT 1;").empty());
}

TEST_CASE("a refusal shows the line with a caret below the character, past tabs and wide characters")
{
    CHECK(scripts::refusal([] { static_cast<void>(parse("SELECT 1;\n\tSELECT '日本é', $a$;")); }) ==
          std::vector<std::string>{
              "schema/0007_add_x.sql:2:16: error: dollar-quoted string \"$a$\" is not closed",
              "    2 |     SELECT '日本é', $a$;",
              "      |                     ^",
          });
}

TEST_CASE("a long line is cut around the caret")
{
    auto const lines = excerpt(std::string(500, 'a') + "X" + std::string(500, 'b'), 500);
    CHECK(lines == std::vector<std::string>{"    1 | …" + std::string(100, 'a') + "X" + std::string(99, 'b') + "…",
                                            "      | " + std::string(101, ' ') + "^"});
}

TEST_CASE("M5: a byte order mark and CRLF do not count in the checksum, any other byte does")
{
    CHECK(checksum("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(checksum("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(checksum("\xEF\xBB\xBF-- a\r\nSELECT 1;\r\n") == checksum("-- a\nSELECT 1;\n"));
    CHECK(checksum("a\n") != checksum("a"));
    CHECK(checksum("a\r") != checksum("a"));
    CHECK(checksum("-- a\rb") != checksum("-- a\nb"));
    CHECK(checksum("a \n") != checksum("a\n"));
    CHECK(checksum("a\xEF\xBB\xBF") != checksum("a"));
}
