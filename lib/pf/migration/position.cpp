#include "pf/migration/position.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration {

namespace {

constexpr std::size_t tab_width = 4;
constexpr std::size_t longest_excerpt = 100; // characters on either side of the caret

bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool ends_line(std::string_view text, std::size_t offset)
{
    if (text[offset] == '\n') {
        return true;
    }
    return text[offset] == '\r' && (offset + 1 == text.size() || text[offset + 1] != '\n');
}

std::size_t back(std::string_view text, std::size_t offset, std::size_t lowest, std::size_t count)
{
    while (offset > lowest && count > 0) {
        --offset;
        while (offset > lowest && is_continuation(text[offset])) {
            --offset;
        }
        --count;
    }
    return offset;
}

Range line_around(std::string_view text, std::size_t offset)
{
    Range line{offset, offset};
    while (line.begin > 0 && !ends_line(text, line.begin - 1)) {
        --line.begin;
    }
    while (line.end < text.size() && text[line.end] != '\n' && text[line.end] != '\r') {
        ++line.end;
    }
    return line;
}

/// As a terminal can show it, each character as wide as itself.
std::string shown(std::string_view text)
{
    std::string line;
    for (char const byte : text) {
        bool const is_control = static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
        is_control ? line.append(byte == '\t' ? tab_width : 1, ' ') : line.append(1, byte);
    }
    return line;
}

} // namespace

Position advanced(Position start, std::string_view text, std::size_t from, std::size_t to)
{
    for (std::size_t offset = from; offset < to; ++offset) {
        if (ends_line(text, offset)) {
            ++start.line;
            start.column = 1;
        } else if (!is_continuation(text[offset])) {
            ++start.column;
        }
    }
    return start;
}

Position position_of(std::string_view text, std::size_t offset)
{
    return advanced({}, text, 0, std::min(offset, text.size()));
}

std::size_t skip_characters(std::string_view text, std::size_t begin, std::size_t count)
{
    while (begin < text.size() && count > 0) {
        ++begin;
        while (begin < text.size() && is_continuation(text[begin])) {
            ++begin;
        }
        --count;
    }
    return begin;
}

std::string place(std::string_view path, Position position)
{
    return fmt::format("{}:{}:{}", path, position.line, position.column);
}

std::vector<std::string> excerpt(std::string_view text, std::size_t offset)
{
    Range const line = line_around(text, std::min(offset, text.size()));
    offset = std::min(offset, line.end);
    std::size_t const first = back(text, offset, line.begin, longest_excerpt);
    std::size_t const last = std::min(skip_characters(text, offset, longest_excerpt), line.end);
    std::string const before = (first > line.begin ? "…" : "") + shown(text.substr(first, offset - first));
    std::string const behind = shown(text.substr(offset, last - offset)) + (last < line.end ? "…" : "");
    return {fmt::format("{:>5} | {}{}", position_of(text, offset).line, before, behind),
            fmt::format("{:>5} | {}^", "", std::string(base::display_width(before), ' '))};
}

} // namespace pf::migration
