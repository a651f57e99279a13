#include "pf/migration/lint.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

using namespace pf::migration;
using scripts::headline;
using Texts = std::vector<std::string>;

namespace {

std::vector<Finding> findings(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    return lint(Set{{source_of("0001_x.sql", text, dialect)}});
}

/// `2:1 unused-allow: message`
Texts found(std::string const& text)
{
    Texts lines;
    for (auto const& finding : findings(text)) {
        lines.push_back(std::to_string(finding.position.line) + ":" + std::to_string(finding.position.column) + " " +
                        std::string{finding.code} + ": " + finding.message);
    }
    return lines;
}

std::string const end = "\n-- pf:irreversible\n";
std::string const dropped = "existing table \"a\" is dropped";

} // namespace

TEST_CASE("M15: pf:allow with a reason lets the statement below it pass, and no other")
{
    CHECK(found("-- pf:allow drop-table empty since 2.0\nDROP TABLE a;" + end) == Texts{});
    CHECK(found("-- pf:up\n  --PF:allow  drop-table  why\n-- a comment\n\nDROP TABLE a, b;" + end) == Texts{});
    CHECK(found("-- pf:allow drop-table why\n-- pf:allow truncate-cascade why\nDROP TABLE a;TRUNCATE a CASCADE;" +
                end) == Texts{"2:1 unused-allow: there is nothing to allow: no \"truncate-cascade\" below",
                              "3:25 truncate-cascade: TRUNCATE of \"a\" with CASCADE"});
    CHECK(found("-- pf:allow drop-table why\nSELECT 1;\nDROP TABLE a;" + end) ==
          Texts{"1:1 unused-allow: there is nothing to allow: no \"drop-table\" below", "3:12 drop-table: " + dropped});
}

TEST_CASE("M15: pf:allow above the first section is for the first statement")
{
    CHECK(found("-- pf:allow drop-table why\n-- pf:up\nDROP TABLE a;" + end) == Texts{});
    CHECK(found("-- pf:allow drop-table why\n-- pf:up\nSELECT 1;\nDROP TABLE a;" + end).size() == 2);
}

TEST_CASE("M15: pf:allow in a down section is for the statement below it as well")
{
    CHECK(found("SELECT 1;\n-- pf:down\n-- pf:allow concurrent-in-transaction why\nDROP INDEX CONCURRENTLY a;") ==
          Texts{});
}

TEST_CASE("M15: pf:allow without a reason, with an unknown code or with nothing to allow is a finding")
{
    CHECK(found("-- pf:allow drop-table\nDROP TABLE a;" + end) ==
          Texts{"1:1 allow-without-reason: \"drop-table\" is allowed without a reason"});
    CHECK(found("-- pf:allow drop-tabel why\nSELECT 1;" + end) ==
          Texts{"1:1 unused-allow: \"drop-tabel\" is no code of lint"});
    CHECK(findings("-- pf:allow drop-tabel why\nSELECT 1;" + end).front().rewrite ==
          "-- pf:allow drop-table why it does no harm here");
    CHECK(found("-- pf:allow\nSELECT 1;" + end) == Texts{"1:1 unused-allow: no code is named"});
    CHECK(found("SELECT 1;\n-- pf:allow drop-table why" + end) ==
          Texts{"2:1 unused-allow: there is nothing to allow: no \"drop-table\" below"});
    CHECK(found("-- pf:allow unused-allow why\n-- pf:allow drop-table why\nSELECT 1;" + end).size() == 2);
}

TEST_CASE("M15: a missing or empty down section is found unless the file is irreversible or allows it")
{
    std::string const missing = " missing-down: there is no way back: the down section is missing or empty";
    CHECK(found("SELECT 1;") == Texts{"1:1" + missing});
    CHECK(found("SELECT 1;\n-- pf:down\n-- nothing\n") == Texts{"2:1" + missing});
    CHECK(found("-- pf:irreversible\nSELECT 1;") == Texts{});
    CHECK(found("SELECT 1;\n-- pf:down\nSELECT 2;") == Texts{});
    CHECK(found("-- pf:allow missing-down a mere hint to the planner\nSELECT 1;") == Texts{});
    CHECK(found("SELECT 1;\nSELECT 2;\n-- pf:allow missing-down why") == Texts{});
}

TEST_CASE("M15: the way back is proposed where it is plain")
{
    auto const proposed = [](std::string const& text) { return findings(text).front().rewrite; };
    CHECK(proposed("UPDATE a SET b = 1;") ==
          "-- pf:down, and what undoes it below; -- pf:irreversible when nothing does");
    CHECK(proposed("CREATE TABLE a (b INT);CREATE INDEX i ON ONLY a (b);CREATE OR REPLACE VIEW c.\"V\" AS SELECT 1;"
                   "CREATE MATERIALIZED VIEW m AS SELECT 1;COMMENT ON TABLE a IS 'x';INSERT INTO a VALUES (1);"
                   "ALTER TABLE a ADD COLUMN c INT;") ==
          "-- pf:down\nDROP MATERIALIZED VIEW m;\nDROP VIEW c.\"V\";\nDROP TABLE a;");
    CHECK(proposed("-- pf:no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);") ==
          "-- pf:down\nDROP INDEX CONCURRENTLY i;");
    CHECK(proposed("ALTER TABLE a ADD COLUMN b INT, ADD CONSTRAINT c CHECK (b > 0) NOT VALID;UPDATE a SET b = 1;") ==
          "-- pf:down\nALTER TABLE a DROP CONSTRAINT c;\nALTER TABLE a DROP COLUMN b;\n-- and what undoes the rest");
}

TEST_CASE("M15: pf:allow does not disturb a run, and stands on a line of its own between statements")
{
    auto const parse = [](std::string const& text) {
        return pf::migration::parse(source_of("0001_x.sql", text, Dialect::postgresql));
    };
    auto const file = parse("-- pf:allow drop-table why\n-- pf:up\nDROP TABLE a;\n-- pf:allow x y\nSELECT 1;\n");
    CHECK(file.up.statements == 2);
    auto const refused = [&](std::string const& text) { return headline([&] { static_cast<void>(parse(text)); }); };
    CHECK(refused("CREATE TABLE a (\n  -- pf:allow float-column why\n  b REAL);") ==
          "0001_x.sql:2:3: error: directive inside a statement");
    CHECK(refused("SELECT 1; -- pf:allow drop-table why") ==
          "0001_x.sql:1:11: error: a directive must stand alone on its line");
    CHECK(refused("-- pf:allowed drop-table why\nSELECT 1;") ==
          "0001_x.sql:1:1: error: unknown directive \"pf:allowed drop-table why\"");
    CHECK(parse("SELECT '\n-- pf:allow a b\n', $$\n-- pf:allow a b\n$$ /*\n-- pf:allow a b\n*/;").up.statements == 1);
}
