#include "pf/base/text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace pf::base;

TEST_CASE("white space is trimmed on both sides only")
{
    CHECK(trimmed("  a b\t\r\n") == "a b");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed("\v\fa") == "a");
    CHECK(trimmed("\u00A0a") == "\u00A0a");
}

TEST_CASE("letters change case in ASCII only")
{
    CHECK(to_upper("istanbul é 1") == "ISTANBUL é 1");
    CHECK(to_lower("ISTANBUL É 1") == "istanbul É 1");
    CHECK(equal_ignoring_case("Buy", "bUY"));
    CHECK(equal_ignoring_case("", ""));
    CHECK_FALSE(equal_ignoring_case("buy", "buys"));
    CHECK_FALSE(equal_ignoring_case("é", "É"));
    CHECK_FALSE(equal_ignoring_case("[", "{"));
}

TEST_CASE("splitting keeps empty parts")
{
    using Parts = std::vector<std::string_view>;
    CHECK(split("", ',') == Parts{""});
    CHECK(split("a", ',') == Parts{"a"});
    CHECK(split("a,b", ',') == Parts{"a", "b"});
    CHECK(split(",a,,b,", ',') == Parts{"", "a", "", "b", ""});
}

TEST_CASE("joining the parts of a split gives the text back")
{
    CHECK(join({}, ", ").empty());
    CHECK(join({"a"}, ", ") == "a");
    CHECK(join({"a", "b", ""}, ", ") == "a, b, ");
    CHECK(rc::check([](std::string const& text) {
        auto const views = split(text, ',');
        RC_ASSERT(join(std::vector<std::string>(views.begin(), views.end()), ",") == text);
    }));
}

TEST_CASE("a quoted value shows what a terminal would hide")
{
    std::vector<std::pair<std::string_view, char const*>> const cases{
        {"", R"("")"},
        {"1,5", R"("1,5")"},
        {"say \"hi\"", R"("say \"hi\"")"},
        {"back\\slash", R"("back\\slash")"},
        {"a\tb\r\n", R"("a\tb\r\n")"},
        {std::string_view{"\0\x1b[31m\x7f", 7}, R"("\x00\x1b[31m\x7f")"},
        {"caf\xE9", R"("caf\xe9")"},
        {"é€📈", R"("é€📈")"},
        {"\u0085", R"("\u0085")"},
        {"a\u202Eb", R"("a\u202eb")"},
    };
    for (auto const& [value, expected] : cases) {
        CHECK(pf::base::quoted(value) == expected);
    }
}

TEST_CASE("a long value is cut between characters")
{
    std::string text;
    for (int i = 0; i < 80; ++i) {
        text += "é";
    }
    CHECK(pf::base::quoted(text) == '"' + text + '"');
    CHECK(pf::base::quoted(text + "x") == '"' + text + "…\"");
    CHECK(pf::base::quoted(std::string(1'000'000, 'x')).size() == 80 + 5);
}

TEST_CASE("a quoted value is valid UTF-8 without control characters")
{
    CHECK(rc::check([](std::string const& value) {
        auto const text = pf::base::quoted(value);
        RC_ASSERT_FALSE(find_invalid_utf8(text));
        for (char const character : text) {
            RC_ASSERT(static_cast<unsigned char>(character) >= 0x20);
        }
    }));
}

TEST_CASE("integers are the whole text")
{
    std::vector<std::pair<std::string_view, std::optional<long long>>> const cases{
        {"0", 0},
        {"-17", -17},
        {"0042", 42},
        {"9223372036854775807", std::numeric_limits<long long>::max()},
        {"-9223372036854775808", std::numeric_limits<long long>::min()},
        {"9223372036854775808", std::nullopt},
        {"", std::nullopt},
        {"-", std::nullopt},
        {"+1", std::nullopt},
        {" 1", std::nullopt},
        {"1 ", std::nullopt},
        {"1.0", std::nullopt},
        {"0x1", std::nullopt},
    };
    for (auto const& row : cases) {
        CAPTURE(row.first);
        CHECK(parse_integer(row.first) == row.second);
    }
}

TEST_CASE("a mistyped word finds its nearest candidate")
{
    std::vector<std::string> const commands{"list", "show", "undo", "formats", "detect"};
    CHECK(nearest("lits", commands) == "list");
    CHECK(nearest("undoo", commands) == "undo");
    CHECK(nearest("FORMAT", commands) == "formats");
    CHECK(nearest("detcet", commands) == "detect");
    CHECK(nearest("show", commands) == "show");
    CHECK_FALSE(nearest("import", commands));
    CHECK_FALSE(nearest("", commands));
    CHECK_FALSE(nearest("x", commands));
    CHECK_FALSE(nearest("list", {}));
}

TEST_CASE("thousands are grouped for people")
{
    std::vector<std::pair<long long, char const*>> const cases{
        {0, "0"},
        {999, "999"},
        {1000, "1,000"},
        {-999, "-999"},
        {-1000, "-1,000"},
        {1234567, "1,234,567"},
        {-123456, "-123,456"},
        {std::numeric_limits<long long>::min(), "-9,223,372,036,854,775,808"},
    };
    for (auto const& [value, expected] : cases) {
        CHECK(with_thousands(value) == expected);
    }
}

TEST_CASE("what is counted is one or several")
{
    CHECK(counted(1, "row") == "1 row");
    CHECK(counted(0, "row") == "0 rows");
    CHECK(counted(std::size_t{12}, "missed day") == "12 missed days");
}

TEST_CASE("of many names the first are shown, and how many more there are")
{
    CHECK(some_of({}).empty());
    CHECK(some_of({"A"}) == "A");
    CHECK(some_of({"A", "B", "C", "D", "E"}) == "A, B, C, D, E");
    CHECK(some_of({"A", "B", "C", "D", "E", "F", "G"}) == "A, B, C, D, E and 2 more");
}
