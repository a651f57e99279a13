#include "pf/base/nesting.hpp"

#include <algorithm>

namespace pf::base {

namespace {

/// Behind the string that begins the text.
/// \param may_be_long  three quotes are the beginning of one that may have several lines
std::size_t end_of_string(std::string_view text, bool may_be_long)
{
    auto const quote = text.front();
    bool const is_long = may_be_long && text.size() >= 3 && text[1] == quote && text[2] == quote;
    std::size_t at = is_long ? 3 : 1;
    for (; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote && !is_long) {
            return at + 1;
        } else if (text[at] == quote && text.substr(at, 3) == text.substr(0, 3)) {
            return at + 3;
        } else if (text[at] == '\n' && !is_long) {
            return at;
        }
    }
    return text.size();
}

/// Counts the levels of values and the parts of keys, character by character.
class Levels {
public:
    void take(char character)
    {
        if (character == '[' || character == '{') {
            ++m_open;
        } else if ((character == ']' || character == '}') && m_open > 0) {
            --m_open;
        }
        if (character == '.') {
            ++m_parts;
        } else if (std::string_view{"=,[]{}#\n"}.find(character) != std::string_view::npos) {
            m_parts = 0;
        }
    }
    [[nodiscard]] std::size_t most() const { return std::max(m_open, m_parts); }

private:
    std::size_t m_open = 0;
    std::size_t m_parts = 0;
};

} // namespace

bool nests_deeper(std::string_view json, std::size_t most)
{
    Levels levels;
    for (std::size_t at = 0; at < json.size(); ++at) {
        if (json[at] == '"') {
            at += end_of_string(json.substr(at), false) - 1;
        } else if (json[at] != '.') {
            levels.take(json[at]);
        }
        if (levels.most() > most) {
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> deeper_line(std::string_view toml, std::size_t most)
{
    Levels levels;
    for (std::size_t at = 0; at < toml.size(); ++at) {
        if (toml[at] == '"' || toml[at] == '\'') {
            at += end_of_string(toml.substr(at), true) - 1;
        } else if (toml[at] == '#') {
            at = std::min(toml.find('\n', at), toml.size()) - 1;
        } else {
            levels.take(toml[at]);
        }
        if (levels.most() > most) {
            return static_cast<std::size_t>(std::ranges::count(toml.substr(0, at), '\n')) + 1;
        }
    }
    return std::nullopt;
}

} // namespace pf::base
