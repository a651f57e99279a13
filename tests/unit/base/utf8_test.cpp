#include "pf/base/text.hpp"
#include "pf/base/utf8.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace pf::base;

namespace {

std::string encoded(char32_t code_point)
{
    auto const tail = [code_point](int shift) { return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) {
        return {static_cast<char>(code_point)};
    }
    if (code_point < 0x800) {
        return {static_cast<char>(0xC0U | (code_point >> 6)), tail(0)};
    }
    if (code_point < 0x10000) {
        return {static_cast<char>(0xE0U | (code_point >> 12)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0U | (code_point >> 18)), tail(12), tail(6), tail(0)};
}

} // namespace

TEST_CASE("valid UTF-8 has no invalid byte")
{
    std::vector<std::string_view> const texts{"",
                                              "plain ASCII that is longer than one machine word",
                                              "é",
                                              "\xC2\x80",
                                              "\xDF\xBF",
                                              "\xE0\xA0\x80",
                                              "\xED\x9F\xBF",
                                              "\xEE\x80\x80",
                                              "\xEF\xBF\xBF",
                                              "\xF0\x90\x80\x80",
                                              "\xF4\x8F\xBF\xBF",
                                              std::string_view{"\0", 1}};
    for (auto const text : texts) {
        CHECK_FALSE(find_invalid_utf8(text));
    }
}

TEST_CASE("I8: invalid UTF-8 is found at its first byte")
{
    std::vector<std::pair<std::string_view, std::size_t>> const cases{
        {"\x80", 0},                      // continuation without a lead
        {"abc\xFF", 3},                   // never in UTF-8
        {"0123456789abcdef\xC0\x80", 16}, // overlong NUL
        {"\xC1\xBF", 0},                  // overlong in two bytes
        {"\xE0\x9F\xBF", 0},              // overlong in three bytes
        {"\xF0\x8F\xBF\xBF", 0},          // overlong in four bytes
        {"\xED\xA0\x80", 0},              // first surrogate
        {"\xED\xBF\xBF", 0},              // last surrogate
        {"\xF4\x90\x80\x80", 0},          // above U+10FFFF
        {"\xF5\x80\x80\x80", 0},          // far above
        {"caf\xC3", 3},                   // cut after the lead
        {"\xE2\x82", 0},                  // cut in the middle
        {"\xE2\x82x", 0},                 // a letter instead of a continuation
        {"\xC3\xA9\xE9", 2},              // Latin-1 after UTF-8
    };
    for (auto const& [text, offset] : cases) {
        CHECK(find_invalid_utf8(text) == offset);
    }
}

TEST_CASE("every code point but the surrogates is one character")
{
    for (char32_t code_point = 0; code_point <= 0x10FFFF; code_point += code_point < 0x3000 ? 1 : 7) {
        bool const is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        auto const text = encoded(code_point);
        auto const character = first_character(text);
        auto const expected = is_surrogate ? Utf8Character{} : Utf8Character{code_point, text.size()};
        if (character != expected) { // a check per code point would take seconds
            FAIL("code point " << static_cast<unsigned long>(code_point));
        }
    }
}

TEST_CASE("the offset of the invalid byte splits the text into a valid part and the rest")
{
    CHECK(rc::check([](std::string const& text) {
        auto const offset = find_invalid_utf8(text);
        if (offset) {
            RC_ASSERT(*offset < text.size());
            RC_ASSERT_FALSE(find_invalid_utf8(std::string_view{text}.substr(0, *offset)));
            RC_ASSERT_FALSE(first_character(std::string_view{text}.substr(*offset)).code_point);
        }
    }));
}

TEST_CASE("display width counts columns, not bytes")
{
    std::vector<std::pair<std::string_view, std::size_t>> const cases{
        {"", 0},         {"AAPL", 4},     {"Café", 4},  {"Cafe\u0301", 4}, // combining acute accent
        {"株式会社", 8},                                                   // wide
        {"ＡＢ", 4},                                                       // full width
        {"ﾃｽﾄ", 3},                                                        // half width
        {"삼성전자", 8},                                                   // Hangul
        {"€1 000", 6},   {"a\u200Bb", 2},                                  // zero-width space
        {"📈", 2},        {"…", 1},        {"a\xFF", 2}, // an invalid byte is shown as one replacement
    };
    for (auto const& row : cases) {
        CAPTURE(row.first);
        CHECK(display_width(row.first) == row.second);
    }
}
