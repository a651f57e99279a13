#include "pf/base/text.hpp"

#include "pf/base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace pf::base {
namespace {

constexpr std::size_t longest_quoted = 80; // code points

constexpr bool is_space(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

constexpr char upper(char character)
{
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
}

constexpr char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

std::string escaped_number(char letter, unsigned number, int digits)
{
    std::string text{'\\', letter};
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
        text += "0123456789abcdef"[(number >> static_cast<unsigned>(shift)) & 0xFU];
    }
    return text;
}

std::string escaped(char32_t code_point)
{
    switch (code_point) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return code_point < 0x80      ? escaped_number('x', code_point, 2)
               : code_point < 0x10000 ? escaped_number('u', code_point, 4)
                                      : escaped_number('U', code_point, 8);
    }
}

std::string printable_character(Utf8Character const& character, std::string_view bytes)
{
    if (!character.code_point) {
        return escaped_number('x', static_cast<unsigned char>(bytes.front()), 2);
    }
    return can_be_seen(*character.code_point) ? std::string{bytes} : escaped(*character.code_point);
}

std::string quoted_character(Utf8Character const& character, std::string_view bytes)
{
    constexpr std::u32string_view marks{U"\"\\"};
    bool const is_mark = character.code_point && marks.find(*character.code_point) != std::u32string_view::npos;
    return is_mark ? std::string{'\\'} + std::string{bytes} : printable_character(character, bytes);
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
std::size_t edit_distance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> before_last(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> current(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j) {
        current[j] = j;
    }
    for (std::size_t i = 1; i <= from.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, current);
        current[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            std::size_t const replacement = lower(from[i - 1]) == lower(to[j - 1]) ? 0 : 1;
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + replacement});
            if (i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) && lower(from[i - 2]) == lower(to[j - 1])) {
                current[j] = std::min(current[j], before_last[j - 2] + 1);
            }
        }
    }
    return current[to.size()];
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string to_upper(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), upper);
    return result;
}

std::string to_lower(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (auto end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::string join(std::vector<std::string> const& parts, std::string_view separator)
{
    std::string text;
    for (auto const& part : parts) {
        if (&part != parts.data()) {
            text += separator;
        }
        text += part;
    }
    return text;
}

std::string some_of(std::vector<std::string> names)
{
    constexpr std::size_t most = 5;
    auto const more = names.size() > most ? " and " + std::to_string(names.size() - most) + " more" : std::string{};
    names.resize(std::min(names.size(), most));
    return join(names, ", ") + more;
}

std::string printable(std::string_view value)
{
    std::string text;
    while (!value.empty()) {
        auto const character = first_character(value);
        text += printable_character(character, value.substr(0, character.length));
        value.remove_prefix(character.length);
    }
    return text;
}

std::string quoted(std::string_view value)
{
    std::string text{'"'};
    for (std::size_t count = 0; !value.empty(); ++count) {
        if (count == longest_quoted) {
            text += "…";
            break;
        }
        auto const character = first_character(value);
        text += quoted_character(character, value.substr(0, character.length));
        value.remove_prefix(character.length);
    }
    text += '"';
    return text;
}

std::optional<long long> parse_integer(std::string_view text)
{
    long long value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

std::optional<std::string> nearest(std::string_view word, std::vector<std::string> const& candidates)
{
    std::optional<std::string> found;
    // A third of the letters may be wrong, or one in a short word.
    auto best = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (auto const& candidate : candidates) {
        auto const distance = edit_distance(word, candidate);
        if (distance < best && distance < word.size() && distance < candidate.size()) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

std::string with_thousands(long long value)
{
    auto text = std::to_string(value);
    auto const first_digit = static_cast<std::size_t>(value < 0 ? 1 : 0);
    for (auto position = text.size(); position > first_digit + 3;) {
        position -= 3;
        text.insert(position, 1, ',');
    }
    return text;
}

} // namespace pf::base
