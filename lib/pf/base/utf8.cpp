#include "pf/base/utf8.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace pf::base {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Combining marks and other characters that take no column, by block: the ones that names of instruments can carry.
constexpr std::array zero_width{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x0610, 0x061A},   Range{0x064B, 0x065F},
    Range{0x06D6, 0x06DC}, Range{0x093C, 0x093C}, Range{0x0941, 0x0948}, Range{0x094D, 0x094D},   Range{0x0E31, 0x0E31},
    Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1ACE}, Range{0x1DC0, 0x1DFF},   Range{0x200B, 0x200F},
    Range{0x202A, 0x202E}, Range{0x2060, 0x2064}, Range{0x20D0, 0x20F0}, Range{0x302A, 0x302D},   Range{0x3099, 0x309A},
    Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}, Range{0xE0100, 0xE01EF},
};

/// East Asian wide and full-width characters and emoji (Unicode TR 11, classes W and F, by block).
constexpr std::array double_width{
    Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},   Range{0x2E80, 0x303E},
    Range{0x3041, 0x3247},   Range{0x3250, 0x4DBF},   Range{0x4E00, 0xA4C6},   Range{0xA960, 0xA97C},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6B},   Range{0xFF01, 0xFF60},
    Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FC}, Range{0x1F900, 0x1F9FF},
    Range{0x1FA70, 0x1FAF8}, Range{0x20000, 0x3FFFD},
};

/// Categories Cc, Cf, Zl and Zp of Unicode 15.
constexpr std::array unseen{
    Range{0x0000, 0x001F},   Range{0x007F, 0x009F},   Range{0x00AD, 0x00AD},   Range{0x0600, 0x0605},
    Range{0x061C, 0x061C},   Range{0x06DD, 0x06DD},   Range{0x070F, 0x070F},   Range{0x0890, 0x0891},
    Range{0x08E2, 0x08E2},   Range{0x180E, 0x180E},   Range{0x200B, 0x200F},   Range{0x2028, 0x202E},
    Range{0x2060, 0x206F},   Range{0xFEFF, 0xFEFF},   Range{0xFFF9, 0xFFFB},   Range{0x110BD, 0x110BD},
    Range{0x110CD, 0x110CD}, Range{0x13430, 0x1343F}, Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A},
    Range{0xE0001, 0xE0001}, Range{0xE0020, 0xE007F},
};

template <std::size_t Size>
bool contains(std::array<Range, Size> const& ranges, char32_t code_point)
{
    auto const range = std::lower_bound(ranges.begin(), ranges.end(), code_point,
                                        [](Range const& candidate, char32_t value) { return candidate.last < value; });
    return range != ranges.end() && range->first <= code_point;
}

std::size_t columns(char32_t code_point)
{
    if (code_point < 0x300) {
        return 1;
    }
    if (contains(zero_width, code_point)) {
        return 0;
    }
    return contains(double_width, code_point) ? 2 : 1;
}

constexpr std::size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

constexpr bool is_overlong_or_surrogate(char32_t code_point, std::size_t length)
{
    return (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000) || code_point > 0x10FFFF ||
           (code_point >= 0xD800 && code_point <= 0xDFFF);
}

/// Offset of the first byte above 127 at or after `offset`, or the size of the text. Eight bytes at a time, because
/// nearly all of nearly every file is ASCII.
std::size_t skip_ascii(std::string_view text, std::size_t offset)
{
    constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
    for (; offset + sizeof(std::uint64_t) <= text.size(); offset += sizeof(std::uint64_t)) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data() + offset, sizeof block);
        if ((block & high_bits) != 0) {
            break;
        }
    }
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) {
        ++offset;
    }
    return offset;
}

} // namespace

bool can_be_seen(char32_t code_point)
{
    bool const is_common = code_point >= U' ' && code_point <= U'~';
    return is_common || !contains(unseen, code_point);
}

Utf8Character first_character(std::string_view text)
{
    auto const lead = static_cast<unsigned char>(text.front());
    auto const length = sequence_length(lead);
    if (length == 0 || length > text.size()) {
        return {};
    }
    if (length == 1) {
        return {lead, 1};
    }
    char32_t code_point = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return {};
        }
        code_point = (code_point << 6) | (byte & 0x3FU);
    }
    if (is_overlong_or_surrogate(code_point, length)) {
        return {};
    }
    return {code_point, length};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text)
{
    for (auto offset = skip_ascii(text, 0); offset < text.size();) {
        auto const character = first_character(text.substr(offset));
        if (!character.code_point) {
            return offset;
        }
        offset = skip_ascii(text, offset + character.length);
    }
    return std::nullopt;
}

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    while (!text.empty()) {
        auto const character = first_character(text);
        width += character.code_point ? columns(*character.code_point) : 1;
        text.remove_prefix(character.length);
    }
    return width;
}

} // namespace pf::base
