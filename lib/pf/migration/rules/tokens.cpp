#include "pf/migration/rules/tokens.hpp"

#include "pf/base/text.hpp"

#include <algorithm>

namespace pf::migration::rules {

namespace {

bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool starts_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

/// Strings may have a prefix, so that it is the last character that tells.
Token::Kind kind_of(std::string_view text)
{
    if (text.size() > 1 && (text.back() == '\'' || (text.front() == '$' && text.back() == '$'))) {
        return Token::Kind::string;
    }
    if (text.size() > 1 && (text.back() == '"' || text.back() == '`' || text.back() == ']')) {
        return Token::Kind::quoted_name;
    }
    if (starts_word(text.front())) {
        return Token::Kind::word;
    }
    bool const fraction = text.size() > 1 && text.front() == '.' && is_digit(text[1]);
    return is_digit(text.front()) || fraction ? Token::Kind::number : Token::Kind::symbol;
}

std::string unquoted(std::string_view text)
{
    char const quote = text.back() == ']' ? ']' : text.back();
    std::size_t const open = text.find(quote == ']' ? '[' : quote);
    std::string_view const inner = text.substr(open + 1, text.size() - open - 2);
    std::string name;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        name.push_back(inner[i]);
        i += inner[i] == quote ? 1U : 0U; // a doubled quote stands for one
    }
    return name;
}

/// How deep in parentheses the next token is.
void follow_depth(Token const& token, std::size_t& depth)
{
    if (is(token, "(")) {
        ++depth;
    } else if (is(token, ")") && depth > 0) {
        --depth;
    }
}

} // namespace

std::vector<Token> tokens_of(Script const& script, std::vector<Range> const& ranges)
{
    std::vector<Token> tokens;
    tokens.reserve(ranges.size());
    for (auto const range : ranges) {
        auto const text = std::string_view{script.text}.substr(range.begin, range.end - range.begin);
        tokens.push_back({kind_of(text), text, range.begin});
    }
    return tokens;
}

bool is(Token const& token, std::string_view text)
{
    bool const may_be = token.kind == Token::Kind::word || token.kind == Token::Kind::symbol;
    return may_be && base::equal_ignoring_case(token.text, text);
}

bool is_name(Token const& token)
{
    return token.kind == Token::Kind::word || token.kind == Token::Kind::quoted_name;
}

std::string identifier(Token const& token, Dialect dialect)
{
    std::string name = token.kind == Token::Kind::quoted_name ? unquoted(token.text) : base::to_lower(token.text);
    return dialect == Dialect::sqlite ? base::to_lower(name) : name; // SQLite compares all names without case
}

std::string written(Tokens tokens)
{
    std::string text;
    std::size_t end = tokens.empty() ? 0 : tokens.front().offset;
    for (auto const& token : tokens) {
        text += token.offset > end ? " " : "";
        text += token.text;
        end = token.offset + token.text.size();
    }
    return text;
}

std::vector<Tokens> split_at_commas(Tokens tokens)
{
    std::vector<Tokens> parts;
    std::size_t depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        follow_depth(tokens[i], depth);
        if (depth == 0 && is(tokens[i], ",")) {
            parts.push_back(tokens.subspan(begin, i - begin));
            begin = i + 1;
        }
    }
    parts.push_back(tokens.subspan(begin));
    return parts;
}

bool starts_with(Tokens tokens, std::string_view phrase)
{
    auto const words = base::split(phrase, ' ');
    return tokens.size() >= words.size() && std::equal(words.begin(), words.end(), tokens.begin(),
                                                       [](auto word, Token const& token) { return is(token, word); });
}

std::optional<std::size_t> find(Tokens tokens, std::string_view phrase)
{
    std::size_t depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (depth == 0 && starts_with(tokens.subspan(i), phrase)) {
            return i;
        }
        follow_depth(tokens[i], depth);
    }
    return std::nullopt;
}

std::size_t group_length(Tokens tokens)
{
    std::size_t depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        follow_depth(tokens[i], depth);
        if (depth == 0) {
            return i + 1;
        }
    }
    return tokens.size();
}

bool Name::may_be(Name const& other) const
{
    return name == other.name && (schema.empty() || other.schema.empty() || schema == other.schema);
}

bool Cursor::take(std::string_view phrase)
{
    if (!at(phrase)) {
        return false;
    }
    skip(base::split(phrase, ' ').size());
    return true;
}

std::optional<Name> Cursor::take_name()
{
    if (done() || !is_name(m_tokens.front())) {
        return std::nullopt;
    }
    Name name{{}, identifier(m_tokens.front(), m_dialect), std::string{m_tokens.front().text}, m_tokens.front()};
    skip();
    while (at(".") && m_tokens.size() > 1 && is_name(m_tokens[1])) {
        name.schema = name.name;
        name.name = identifier(m_tokens[1], m_dialect);
        name.written += "." + std::string{m_tokens[1].text};
        skip(2);
    }
    return name;
}

void Cursor::skip(std::size_t count)
{
    m_tokens = m_tokens.subspan(std::min(count, m_tokens.size()));
}

} // namespace pf::migration::rules
