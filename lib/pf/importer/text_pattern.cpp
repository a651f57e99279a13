#include "pf/importer/text_pattern.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace pf::importer {

namespace {

char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
}

bool begins_with(std::string_view text, std::string_view lower_literal)
{
    return text.size() >= lower_literal.size() &&
           std::equal(lower_literal.begin(), lower_literal.end(), text.begin(),
                      [](char literal, char character) { return literal == lower(character); });
}

std::size_t find(std::string_view text, std::string_view lower_literal)
{
    for (std::size_t at = 0; at + lower_literal.size() <= text.size(); ++at) {
        if (begins_with(text.substr(at), lower_literal)) {
            return at;
        }
    }
    return std::string_view::npos;
}

} // namespace

TextPattern::TextPattern(std::string_view pattern)
{
    Piece piece;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        char const character = pattern[at];
        if (character != '*' && character != '{') {
            piece.literal += lower(character);
            continue;
        }
        if (piece.has_gap && piece.literal.empty()) {
            throw std::invalid_argument("two gaps stand side by side");
        }
        end_literal(piece);
        piece.has_gap = true;
        if (character == '{') {
            std::size_t const closing = pattern.find('}', at);
            if (closing == std::string_view::npos || closing == at + 1) {
                throw std::invalid_argument("a `{` needs a name and a `}`");
            }
            piece.keeps_gap = true;
            m_names.emplace_back(pattern.substr(at + 1, closing - at - 1));
            at = closing;
        }
    }
    m_pieces.push_back(std::move(piece));
}

void TextPattern::end_literal(Piece& piece)
{
    if (piece.has_gap || !piece.literal.empty()) {
        m_pieces.push_back(std::move(piece));
    }
    piece = {};
}

bool TextPattern::matches(std::string_view text, std::vector<std::string_view>& kept) const
{
    kept.clear();
    for (std::size_t index = 0; index < m_pieces.size(); ++index) {
        Piece const& piece = m_pieces[index];
        bool const is_last = index + 1 == m_pieces.size();
        if (is_last && text.size() < piece.literal.size()) {
            return false;
        }
        std::size_t at = 0;
        if (piece.has_gap) {
            at = is_last ? text.size() - piece.literal.size() : find(text, piece.literal);
        }
        if (at == std::string_view::npos || !begins_with(text.substr(at), piece.literal)) {
            return false;
        }
        if (piece.keeps_gap) {
            kept.push_back(base::trimmed(text.substr(0, at)));
        }
        text.remove_prefix(at + piece.literal.size());
    }
    return text.empty();
}

} // namespace pf::importer
