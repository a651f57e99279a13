#include "pf/migration/error_place.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

#include <utility>

using namespace pf::migration;

namespace {

/// `line:column` of the error in the last statement of a text; empty when it is not known.
std::string place_in(std::string const& text, ServerPlace const& said)
{
    auto const source = scripts::script(text);
    Scanner scanner{source};
    Statement last;
    while (auto statement = scanner.next_statement()) {
        last = std::move(*statement);
    }
    auto const offset = find_place(source, {0, text.size()}, last, said);
    if (!offset) {
        return {};
    }
    auto const found = position_of(text, *offset);
    return std::to_string(found.line) + ":" + std::to_string(found.column);
}

ServerPlace context(std::string text)
{
    return {{}, {}, {}, std::move(text)};
}

std::string const function = "CREATE FUNCTION s.f(a int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS $f$\n"
                             "BEGIN\n"
                             "    PERFORM 1;\n"
                             "\tRETURN nope + a;\n"
                             "END $f$;\n";

} // namespace

TEST_CASE("a position in the statement counts characters")
{
    CHECK(place_in("SELECT 1;\nSELECT 'é日', x;", {14, {}, {}, {}}) == "2:14");
}

TEST_CASE("M7: a line of a DO block counts from behind its opening quote")
{
    auto const raised = context("PL/pgSQL function inline_code_block line 3 at RAISE");
    CHECK(place_in("SELECT 1;\nDO $$\nBEGIN\n  RAISE EXCEPTION 'x';\nEND $$;", raised) == "4:3");
    CHECK(place_in("DO LANGUAGE plpgsql $a$ DECLARE x int;\r\nBEGIN\r\n\tRAISE;\r\nEND $a$;", raised) == "3:2");
    CHECK(place_in("DO LANGUAGE 'plpgsql' 'BEGIN\n\n RAISE; END';", raised) == "3:2");
    CHECK(place_in("DO 'BEGIN\n\n RAISE; END' LANGUAGE 'plpgsql';", raised) == "3:2");
    CHECK(place_in("DO $$ BEGIN RAISE; END $$;", raised).empty()); // it has no third line
    CHECK(place_in("DO E'BEGIN\\n\\n RAISE; END';", raised).empty());
    CHECK(place_in("SELECT f(1);", raised).empty());
}

TEST_CASE("M7: a call is placed in the function that the file creates, or in the call that leads there")
{
    std::string const at_return = "PL/pgSQL function s.f(integer) line 4 at RETURN";
    CHECK(place_in(function + "SELECT s.f(1);", context(at_return)) == "4:2");
    CHECK(place_in(function + "SELECT s.f(1);", context("PL/pgSQL function \"F\"(integer) line 4 at RETURN")).empty());
    CHECK(place_in(function + "CREATE FUNCTION f(a text) RETURNS int LANGUAGE plpgsql AS $$\n\n\n\n$$; SELECT f(1);",
                   context(at_return))
              .empty());
    CHECK(place_in("CREATE OR REPLACE PROCEDURE \"P \"\"q\"() AS $$\nx\n$$ LANGUAGE plpgsql; CALL p();",
                   context("PL/pgSQL function \"P \"\"q\"() line 2 at SQL statement")) == "2:1");
    std::string const two = "PL/pgSQL function other() line 9 at RAISE\nSQL statement \"SELECT other()\"\n"
                            "PL/pgSQL function inline_code_block line 2 at PERFORM";
    CHECK(place_in("DO $$ BEGIN\n  PERFORM other(); END $$;", context(two)) == "2:3");
}

TEST_CASE("M7: what a function was about to run gives the column, where it stands once in the line")
{
    ServerPlace said{{}, "nope + a", 1, "PL/pgSQL function s.f(integer) line 4 at RETURN"};
    CHECK(place_in(function + "SELECT s.f(1);", said) == "4:9");
    said = {{}, "x", 1, "PL/pgSQL function inline_code_block line 1 at IF"};
    CHECK(place_in("DO $$ BEGIN IF x THEN x := 1; END IF; END $$;", said) == "1:7");
    said = {{}, "SELECT\n日本 + nope", 13, "PL/pgSQL function inline_code_block line 2 at PERFORM"};
    CHECK(place_in("DO $$ BEGIN\n  SELECT\n日本 + nope; END $$;", said) == "3:6");
    said = {{}, "SELECT nope", 8, "SQL function \"g\" during startup"};
    CHECK(place_in("CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$SELECT nope$$;\nSELECT g();", said) == "1:58");
}

TEST_CASE("what the server says in another language, or not at all, places nothing")
{
    for (auto const* const line :
         {"", "PL/pgSQL-Funktion f(integer) Zeile 3 bei RAISE", "PL/pgSQL function",
          "PL/pgSQL function f(integer) line x at RAISE", "PL/pgSQL function f line 1 at RAISE",
          "PL/pgSQL function s.f(integer) line 99 at RAISE"}) {
        CAPTURE(line);
        CHECK(place_in(function + "SELECT f(1);", context(line)).empty());
    }
}
