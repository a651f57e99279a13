#include "pf/migration/statements.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace pf::migration;
using scripts::headline;
using scripts::split;
using Texts = std::vector<std::string>;

namespace {

struct Case {
    std::string text;
    Texts statements;
};

void check(std::vector<Case> const& cases, Dialect dialect)
{
    for (auto const& expected : cases) {
        CAPTURE(expected.text);
        CHECK(split(expected.text, dialect) == expected.statements);
    }
}

} // namespace

TEST_CASE("a statement ends at a semicolon outside quotes, comments, parentheses and bodies")
{
    check(
        {
            {"", {}},
            {" \n\t-- only a comment\n/* and one more */", {}},
            {";;\n;", {}},
            {"SELECT 1; SELECT 2;", {"SELECT 1;", "SELECT 2;"}},
            {"SELECT 1 ;  -- a; b\nSELECT 2", {"SELECT 1 ;", "SELECT 2"}},
            {"SELECT 1 /* ; */ ;", {"SELECT 1 /* ; */ ;"}},
            {"SELECT 1 /* a /* ; */ ; */ ; SELECT 2;", {"SELECT 1 /* a /* ; */ ; */ ;", "SELECT 2;"}},
            {"SELECT 1 -- trailing", {"SELECT 1"}},
            {"SELECT 'a;b', 'it''s;';x", {"SELECT 'a;b', 'it''s;';", "x"}},
            {"SELECT \"a;\"\"b;\";x", {"SELECT \"a;\"\"b;\";", "x"}},
            {"SELECT '-- ;', '/* ;';x", {"SELECT '-- ;', '/* ;';", "x"}},
            {"CREATE RULE r AS ON UPDATE TO t DO (DELETE FROM a; DELETE FROM b); x",
             {"CREATE RULE r AS ON UPDATE TO t DO (DELETE FROM a; DELETE FROM b);", "x"}},
            {"a); b;", {"a);", "b;"}},
            {"-- don't\nSELECT 1;", {"SELECT 1;"}},
            {"SELECT 1 --x\r; y", {"SELECT 1 --x\r;", "y"}},
        },
        Dialect::postgresql);
}

TEST_CASE("strings with backslashes end where PostgreSQL ends them")
{
    check(
        {
            {R"(SELECT 'C:\';x)", {R"(SELECT 'C:\';)", "x"}},
            {R"(SELECT E'a\';b';x)", {R"(SELECT E'a\';b';)", "x"}},
            {R"(SELECT e'\\';x)", {R"(SELECT e'\\';)", "x"}},
            {R"(SELECT E'\''';';x)", {R"(SELECT E'\''';';)", "x"}},
            {R"(SELECT name'C:\';x)", {R"(SELECT name'C:\';)", "x"}},
            {R"(SELECT n'C:\';x)", {R"(SELECT n'C:\';)", "x"}},
            {R"(SELECT U&'\0041\';x)", {R"(SELECT U&'\0041\';)", "x"}},
            {R"(SELECT u&"a;""b\";x)", {R"(SELECT u&"a;""b\";)", "x"}},
            {R"(SELECT b'10;', X'ff;';x)", {R"(SELECT b'10;', X'ff;';)", "x"}},
            {"SELECT E'a'\n -- c\n 'b\\';c';x", {"SELECT E'a'\n -- c\n 'b\\';c';", "x"}},
            {"SELECT E'a' 'b\\';x", {"SELECT E'a' 'b\\';", "x"}},
        },
        Dialect::postgresql);
}

TEST_CASE("standard_conforming_strings is followed")
{
    check(
        {
            {R"(SET standard_conforming_strings = off; SELECT 'a\';b';)",
             {"SET standard_conforming_strings = off;", R"(SELECT 'a\';b';)"}},
            {R"(SET LOCAL standard_conforming_strings TO 'off'; SELECT 'a\';b', n'\';'; x)",
             {"SET LOCAL standard_conforming_strings TO 'off';", R"(SELECT 'a\';b', n'\';';)", "x"}},
            {R"(SET standard_conforming_strings=off; SET standard_conforming_strings=on; SELECT '\';x)",
             {"SET standard_conforming_strings=off;", "SET standard_conforming_strings=on;", R"(SELECT '\';)", "x"}},
            {R"(SET standard_conforming_strings=off; RESET standard_conforming_strings; SELECT '\';x)",
             {"SET standard_conforming_strings=off;", "RESET standard_conforming_strings;", R"(SELECT '\';)", "x"}},
            {R"(SET standard_conforming_strings=off; RESET ALL; SELECT '\';x)",
             {"SET standard_conforming_strings=off;", "RESET ALL;", R"(SELECT '\';)", "x"}},
        },
        Dialect::postgresql);
}

TEST_CASE("dollar quotes end at their own tag, and identifiers may hold dollar signs")
{
    check(
        {
            {"SELECT $$;$$;x", {"SELECT $$;$$;", "x"}},
            {"SELECT $a$ $$;$$ ; $b$;$a$;x", {"SELECT $a$ $$;$$ ; $b$;$a$;", "x"}},
            {"SELECT $a$;$$a$;x", {"SELECT $a$;$$a$;", "x"}},
            {"SELECT $ä_1$;$ä_1$;x", {"SELECT $ä_1$;$ä_1$;", "x"}},
            {"SELECT a$b$c;x", {"SELECT a$b$c;", "x"}},
            {"SELECT $1 + $2;x", {"SELECT $1 + $2;", "x"}},
            {"SELECT $1$$;$$;x", {"SELECT $1$$;$$;", "x"}},
            {"SELECT 1$$;$$;x", {"SELECT 1$$;$$;", "x"}},
            {"SELECT 1a$b$;x", {"SELECT 1a$b$;", "x"}},
            {"SELECT $1a$b$;x", {"SELECT $1a$b$;", "x"}},
            {"SELECT 1ab$b$;x", {"SELECT 1ab$b$;", "x"}},
            {"SELECT 1.5e+$$;$$;x", {"SELECT 1.5e+$$;$$;", "x"}},
            {"SELECT .5e3$$;$$;x", {"SELECT .5e3$$;$$;", "x"}},
            {"FOR i IN 1..2;x", {"FOR i IN 1..2;", "x"}},
            {"SELECT $x;x", {"SELECT $x;", "x"}},
        },
        Dialect::postgresql);
}

TEST_CASE("semicolons inside BEGIN ATOMIC and its CASE belong to the function")
{
    std::string const function =
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a>0 THEN 1 END; SELECT 2; END;";
    std::string const procedure = "create procedure p() begin atomic insert into t values (1); end;";
    check({{function + procedure + " SELECT 1;", {function, procedure, "SELECT 1;"}},
           {"CREATE FUNCTION f() BEGIN SELECT 1e+CASE WHEN a THEN 1 END; END; x",
            {"CREATE FUNCTION f() BEGIN SELECT 1e+CASE WHEN a THEN 1 END; END;", "x"}},
           {"CREATE TABLE t (\"begin\" int); x", {"CREATE TABLE t (\"begin\" int);", "x"}},
           {"CREATE VIEW begin AS SELECT 1; x", {"CREATE VIEW begin AS SELECT 1;", "x"}}},
          Dialect::postgresql);
}

TEST_CASE("the rows below COPY FROM STDIN belong to the statement")
{
    auto const source = scripts::script("COPY t (a) FROM STDIN;\n1;'\n\\N\n\\.\nSELECT 1;");
    Scanner scanner{source};
    auto const copy = scanner.next_statement();
    REQUIRE(copy);
    CHECK(source.text.substr(copy->copy_data.begin, copy->copy_data.end - copy->copy_data.begin) == "1;'\n\\N\n");
    auto const select = scanner.next_statement();
    REQUIRE(select);
    CHECK(select->position == Position{5, 1});
    CHECK(split("COPY t FROM STDIN; -- rows; 'x\n1\n\\.\nx") == Texts{"COPY t FROM STDIN;", "x"});
    CHECK(split("SELECT 1 FROM stdin; x") == Texts{"SELECT 1 FROM stdin;", "x"});
    CHECK(split("COPY (SELECT 1 FROM stdin) TO stdout; x") == Texts{"COPY (SELECT 1 FROM stdin) TO stdout;", "x"});
    CHECK(headline([] { split("COPY t FROM stdin;\n1\n"); }) ==
          "0001_x.sql:1:1: error: the rows of COPY … FROM STDIN have no end");
    CHECK(headline([] { split("COPY t FROM stdin; SELECT 1;\n\\.\n"); }) ==
          "0001_x.sql:1:1: error: COPY … FROM STDIN has no rows below it");
}

TEST_CASE("SQLite's statements end where sqlite3_complete ends them")
{
    std::string const trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END;";
    check(
        {
            {"SELECT 1; SELECT 2", {"SELECT 1;", "SELECT 2"}},
            {"SELECT 'it''s;', \"a;\", `b;`, [c;];x", {"SELECT 'it''s;', \"a;\", `b;`, [c;];", "x"}},
            {R"(SELECT 'C:\';x)", {R"(SELECT 'C:\';)", "x"}},
            {"SELECT /* a /* ; */ 1; x", {"SELECT /* a /* ; */ 1;", "x"}},
            {"SELECT 1 -- ;\n; x", {"SELECT 1 -- ;\n;", "x"}},
            {"SELECT $a$;x", {"SELECT $a$;", "x"}},
            {trigger + " x", {trigger, "x"}},
            {"CREATE TEMP TRIGGER t BEGIN a; b; END /* c */ ; x",
             {"CREATE TEMP TRIGGER t BEGIN a; b; END /* c */ ;", "x"}},
            {"CREATE TABLE trigger (a); x", {"CREATE TABLE trigger (a);", "x"}},
        },
        Dialect::sqlite);
}

TEST_CASE("positions count lines and characters, whatever the line end")
{
    auto const source = scripts::script("SELECT 'é';\r\n\tSELECT 2; SELECT 'ü', 3; x\ry\n");
    Scanner scanner{source};
    std::vector<Position> found;
    while (auto const statement = scanner.next_statement()) {
        found.push_back(statement->position);
    }
    CHECK(found == std::vector<Position>{{1, 1}, {2, 2}, {2, 12}, {2, 27}});
}

TEST_CASE("what is never closed is refused where it opens")
{
    auto const refused = [](std::string const& text, Dialect dialect) {
        return headline([&] { split(text, dialect); });
    };
    for (auto const dialect : {Dialect::postgresql, Dialect::sqlite}) {
        CHECK(refused("SELECT 1;\nSELECT 'abc;", dialect) == "0001_x.sql:2:8: error: quoted string is not closed");
        CHECK(refused("SELECT \"abc;", dialect) == "0001_x.sql:1:8: error: quoted name is not closed");
        CHECK(refused("SELECT 1; /* abc", dialect) == "0001_x.sql:1:11: error: comment is not closed");
    }
    CHECK(refused("/* /* */", Dialect::postgresql) == "0001_x.sql:1:1: error: comment is not closed");
    CHECK(refused("SELECT E'abc\\';", Dialect::postgresql) == "0001_x.sql:1:9: error: quoted string is not closed");
    CHECK(refused("SELECT $a$ $b$ $A$;", Dialect::postgresql) ==
          "0001_x.sql:1:8: error: dollar-quoted string \"$a$\" is not closed");
    CHECK(refused("SELECT [a;", Dialect::sqlite) == "0001_x.sql:1:8: error: quoted name is not closed");
}

TEST_CASE("commands of psql and of sqlite3 are refused by name")
{
    CHECK(headline([] { split("SELECT 1;\n\\copy t from 'x'\n"); }) ==
          "0001_x.sql:2:1: error: \"\\\\copy\" is a psql command, not SQL");
    CHECK(headline([] { split("SELECT 1 \\gexec\n"); }) ==
          "0001_x.sql:1:10: error: \"\\\\gexec\" is a psql command, not SQL");
    CHECK(headline([] { split(".mode csv\nSELECT 1;", Dialect::sqlite); }) ==
          "0001_x.sql:1:1: error: \".mode\" is a command of sqlite3, not SQL");
}

TEST_CASE("transaction control is told from savepoints")
{
    auto const controls = [](std::string const& text, Dialect dialect) {
        auto const source = scripts::script(text, dialect);
        return controls_transaction(Scanner{source}.next_statement().value(), dialect);
    };
    for (auto const* text : {"BEGIN;", "begin work", "COMMIT", "/* c */ END;", "ROLLBACK", "rollback work"}) {
        CAPTURE(text);
        CHECK(controls(text, Dialect::postgresql));
        CHECK(controls(text, Dialect::sqlite));
    }
    for (auto const* text :
         {"START TRANSACTION", "ABORT", "PREPARE TRANSACTION 'x'", "ROLLBACK PREPARED 'x'", "COMMIT PREPARED 'x'"}) {
        CAPTURE(text);
        CHECK(controls(text, Dialect::postgresql));
    }
    for (auto const* text : {"SAVEPOINT a", "RELEASE a", "ROLLBACK TO a", "ROLLBACK TRANSACTION TO SAVEPOINT a",
                             "SELECT 'COMMIT'", "PREPARE p AS SELECT 1", "\"BEGIN\"", "CREATE TABLE begin (a int)"}) {
        CAPTURE(text);
        CHECK_FALSE(controls(text, Dialect::postgresql));
        CHECK_FALSE(controls(text, Dialect::sqlite));
    }
}

namespace {

/// Random SQL-like text: the characters and words at which a scanner can go wrong.
rc::Gen<std::string> tricky_text()
{
    auto const part = rc::gen::element<std::string>(
        "'", "\"", "$$", "$a$", "$", "/*", "*/", "--", "\n", "\r\n", ";", "(", ")", " ", "E'", "\\'", "U&'", "é", "a$b",
        "1", ".5e", "CREATE", " FUNCTION ", "BEGIN ", " END", "TRIGGER ", "CASE ", "`", "[", "]", "x", "''", "COPY ");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(part), [](std::vector<std::string> const& parts) {
        std::string text;
        for (auto const& piece : parts) {
            text += piece;
        }
        return text;
    });
}

bool is_blank_or_comment(std::string const& gap)
{
    return split(gap).empty() || gap.find_first_not_of(" ;\r\n") == std::string::npos;
}

void statements_and_gaps_are_the_text(std::string const& text, Dialect dialect)
{
    auto const source = scripts::script(text, dialect);
    Scanner scanner{source};
    std::size_t end = 0;
    try {
        while (auto const statement = scanner.next_statement()) {
            RC_ASSERT(statement->sql.begin >= end);
            RC_ASSERT(statement->sql.begin < statement->sql.end);
            RC_ASSERT(statement->position == position_of(text, statement->sql.begin));
            if (dialect == Dialect::postgresql) {
                RC_ASSERT(is_blank_or_comment(text.substr(end, statement->sql.begin - end)));
            }
            end = statement->sql.end;
        }
    } catch (pf::Error const& error) {
        RC_ASSERT(error.code() == pf::ExitCode::bad_data);
        return;
    }
    if (dialect == Dialect::postgresql) {
        RC_ASSERT(is_blank_or_comment(text.substr(end)));
    }
}

} // namespace

TEST_CASE("statements and the gaps between them are the text, for any text")
{
    rc::check("PostgreSQL", [] { statements_and_gaps_are_the_text(*tricky_text(), Dialect::postgresql); });
    rc::check("SQLite", [] { statements_and_gaps_are_the_text(*tricky_text(), Dialect::sqlite); });
}

TEST_CASE("each statement, scanned alone, is one statement again")
{
    rc::check([] {
        auto const text = *tricky_text();
        Texts statements;
        try {
            statements = split(text);
        } catch (pf::Error const&) {
            return;
        }
        for (auto const& statement : statements) {
            RC_ASSERT(split(statement) == Texts{statement});
        }
    });
}
