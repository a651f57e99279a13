#include "pf/migration/rules/tokens.hpp"
#include "pf/migration/statements.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

using namespace pf::migration;
using rules::Token;
using Texts = std::vector<std::string>;

namespace {

/// Does something with the tokens of a text, which must be one statement.
template <typename Use>
auto with_tokens(std::string const& text, Dialect dialect, Use const& use)
{
    auto const script = scripts::script(text, dialect);
    Scanner scanner{script};
    std::vector<Range> ranges;
    scanner.collect_tokens(ranges);
    static_cast<void>(scanner.next_statement());
    auto const tokens = rules::tokens_of(script, ranges);
    return use(rules::Tokens{tokens});
}

/// `w` word, `q` quoted name, `s` string, `n` number, then the text.
Texts shown(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    return with_tokens(text, dialect, [](rules::Tokens tokens) {
        Texts texts;
        for (auto const& token : tokens) {
            texts.push_back(std::string(1, "wqsn."[static_cast<int>(token.kind)]) + std::string{token.text});
        }
        return texts;
    });
}

std::string name_in(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    return with_tokens(text, dialect, [&](rules::Tokens tokens) {
        auto const name = rules::Cursor{tokens, dialect}.take_name();
        return name ? name->schema + "|" + name->name + "|" + name->written : std::string{};
    });
}

} // namespace

TEST_CASE("a statement's tokens are words, quoted names, strings, numbers and symbols")
{
    CHECK(shown("SELECT a.b, \"c;\"\"d\", 'e' -- f\n /* g */ || 1.5e3;") ==
          Texts{"wSELECT", "wa", "..", "wb", ".,", "q\"c;\"\"d\"", ".,", "s'e'", ".|", ".|", "n1.5e3"});
    CHECK(shown("a E'b\\'' U&'c' U&\"d\" $$e;$$ $f$g$f$ $1 x'f' .5 h[1]::int;") ==
          Texts{"wa", "sE'b\\''", "sU&'c'", "qU&\"d\"", "s$$e;$$", "s$f$g$f$", ".$1", "sx'f'", "n.5", "wh", ".[", "n1",
                ".]", ".:", ".:", "wint"});
    CHECK(shown("a [b c] `d` \"e\" 'f' ?1 é", Dialect::sqlite) ==
          Texts{"wa", "q[b c]", "q`d`", "q\"e\"", "s'f'", ".?1", "wé"});
}

TEST_CASE("the bodies of functions and triggers have no tokens")
{
    CHECK(shown("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END;") ==
          Texts{"wCREATE", "wFUNCTION", "wf", ".(", ".)", "wBEGIN"});
    CHECK(shown("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;", Dialect::sqlite) ==
          Texts{"wCREATE", "wTRIGGER"});
}

TEST_CASE("a name is what the server makes of it")
{
    CHECK(name_in("Lots x;") == "|lots|Lots");
    CHECK(name_in("\"Lots\";") == "|Lots|\"Lots\"");
    CHECK(name_in("Public . \"a\"\"b\" x;") == "public|a\"b|Public.\"a\"\"b\"");
    CHECK(name_in("db.public.lots;") == "public|lots|db.public.lots");
    CHECK(name_in("[Lots];", Dialect::sqlite) == "|lots|[Lots]");
    CHECK(name_in("main.`Lots`;", Dialect::sqlite) == "main|lots|main.`Lots`");
    CHECK(name_in("(a);").empty());
}

TEST_CASE("phrases are found outside of parentheses, and lists are split there")
{
    auto const statement = std::string{"a (not null, b), \"NOT\" null, c NOT /* x */ NULL;"};
    with_tokens(statement, Dialect::postgresql, [](rules::Tokens tokens) {
        auto const parts = rules::split_at_commas(tokens);
        REQUIRE(parts.size() == 3);
        CHECK(rules::written(parts[0]) == "a (not null, b)");
        CHECK(rules::written(parts[2]) == "c NOT NULL");
        CHECK_FALSE(rules::find(parts[0], "NOT NULL"));
        CHECK_FALSE(rules::find(parts[1], "NOT NULL"));
        CHECK(rules::find(parts[2], "NOT NULL") == 1);
        CHECK(rules::group_length(parts[0].subspan(1)) == 6);
    });
}
