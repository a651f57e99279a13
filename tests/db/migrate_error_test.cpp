// Where an error is, as PostgreSQL and SQLite themselves report it.
#include "db/migrations.hpp"

using namespace pf;
using db::Backend;
using test::Playground;

namespace {

struct Case {
    std::string file;
    std::string place;  ///< `line:column`
    std::string line{}; ///< as the error shows it; not looked at when empty
    std::string caret{};
};

void check(Backend backend, std::vector<Case> const& cases)
{
    Playground playground{backend};
    for (auto const& one : cases) {
        CAPTURE(one.file);
        playground.write("0001_a.sql", one.file);
        auto const error = playground.refusal();
        CAPTURE(error.message());
        CHECK(error.where() == playground.path("0001_a.sql:" + one.place));
        REQUIRE(error.details().size() > 1);
        if (!one.line.empty()) {
            CHECK(error.details()[0].substr(8) == one.line);
            CHECK(error.details()[1].substr(8) == one.caret);
        }
    }
}

std::string const function = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $f$\n"
                             "BEGIN\n"
                             "  IF a > 1 THEN\n"
                             "    RAISE EXCEPTION 'too much';\n"
                             "  END IF;\n"
                             "  RETURN 1 / a + 0 * (SELECT count(*) FROM nope WHERE a = 1);\n"
                             "END $f$;\n";

} // namespace

TEST_CASE("M7: an error inside a DO block is placed at its line in the file")
{
    check(Backend::postgresql,
          {
              {"SELECT 1;\nDO $$\nBEGIN\n  PERFORM 1;\n  RAISE EXCEPTION 'no';\nEND $$;\n", "5:3",
               "  RAISE EXCEPTION 'no';", "  ^"},
              {"DO $$ BEGIN\r\n\tPERFORM 1;\r\n\tPERFORM 1 / 0;\r\nEND $$;\r\n", "3:2", "    PERFORM 1 / 0;", "    ^"},
              {"\xEF\xBB\xBF-- é\nDO $$ BEGIN\n  INSERT INTO nope VALUES (1); END $$;\n", "3:15",
               "  INSERT INTO nope VALUES (1); END $$;", "              ^"},
              {"DO $$ DECLARE x int; BEGIN\n  x := 1 + nope;\nEND $$;", "2:12"},
              {"DO $$ BEGIN\n  SELEC 1;\nEND $$;", "2:3"},
              {"DO $$ BEGIN\n  IF true\n  RAISE;\nEND $$;", "3:8"},
              {"DO $$ BEGIN\n  EXECUTE 'SELECT ' || 'nope'; END $$;", "2:3"},
              {"DO LANGUAGE plpgsql 'BEGIN\n  RAISE EXCEPTION ''no''; END';", "2:3"},
          });
}

TEST_CASE("M7: an error inside a function that the file creates is placed at its line in the file")
{
    check(Backend::postgresql,
          {
              {function + "SELECT f(2);\n", "4:5", "    RAISE EXCEPTION 'too much';", "    ^"},
              {function + "SELECT f(0);\n", "6:44"},
              {function + "DO $$ BEGIN\n  PERFORM f(3);\nEND $$;\n", "4:5"},
              {function + "CREATE TABLE t (a int DEFAULT f(2));\nINSERT INTO t DEFAULT VALUES;\n", "4:5"},
              {"CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN 1 +;\nEND $$;", "3:13"},
              {"CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETRN 1;\nEND $$;", "3:3"},
              {"CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$\n\n SELECT nope $$;", "3:9"},
              {"CREATE FUNCTION g() RETURNS int BEGIN ATOMIC\n SELECT 1;\n SELECT nope;\nEND;", "3:9"},
          });
}

TEST_CASE("M7: a function of an earlier file is not taken for a place in this one")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", function);
    playground.up();
    playground.write("0002_b.sql", "SELECT 1;\n\nSELECT f(2)\n+ 1;\n");
    auto const error = playground.refusal();
    CHECK(error.where() == playground.path("0002_b.sql:3:1"));
    CHECK(error.details()[2] == "CONTEXT: PL/pgSQL function f(integer) line 4 at RAISE");
}

TEST_CASE_TEMPLATE("M7: the caret stands below the character, behind tabs, wide characters and combining marks", Where,
                   PF_BACKENDS)
{
    // A syntax error, because SQLite gives no other place.
    check(Where::backend,
          {
              {"SELECT\t'日本', FROM x y z;", "1:14", "SELECT    '日本', FROM x y z;", "                  ^"},
              {"SELECT 'é', 'e\u0301', '👍🏽' FROM FROM;", "1:29"},
              {"SELECT '\u200b\u0301', ,;", "1:14", "SELECT '\u200b\u0301', ,;", "           ^"},
              {"SELECT 1;\r\n\r\n\tSELECT 'ü'\r\n\t,,;", "4:3", "    ,,;", "     ^"},
              {"SELECT 1;\r\r\tSELECT 'ü'\r\t,,;", "4:3", "    ,,;", "     ^"},
          });
}
