// How the scanner passes over one token, by the rules of psqlscan.l (PostgreSQL 15) and of SQLite's tokenizer.
#include "pf/base/text.hpp"
#include "pf/migration/statements.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration {

namespace {

constexpr std::size_t kept_words = 4;

bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool starts_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

bool continues_tag(char byte)
{
    return starts_word(byte) || is_digit(byte);
}

bool continues_word(char byte)
{
    return continues_tag(byte) || byte == '$';
}

bool is_one_of(char byte, std::string_view set)
{
    return byte != '\0' && set.find(byte) != std::string_view::npos;
}

/// Past white space and comments that hold a line break: where a quote would continue the literal that ended at 0.
std::size_t past_line_break(std::string_view text)
{
    std::size_t offset = 0;
    bool broken = false;
    while (offset < text.size()) {
        if (is_one_of(text[offset], " \t\f\r\n")) {
            broken = broken || is_one_of(text[offset], "\r\n");
            ++offset;
        } else if (text.substr(offset).starts_with("--")) {
            offset = std::min(text.find_first_of("\r\n", offset), text.size());
        } else {
            break;
        }
    }
    return broken ? offset : 0;
}

} // namespace

void Scanner::token()
{
    if (!m_open.begin) {
        m_open.begin = m_offset;
    }
    bool const may_be_word = starts_word(peek());
    bool const counts = m_tokens != nullptr && !in_body();
    std::size_t const begin = m_offset;
    is_postgresql() ? postgresql_token() : sqlite_token();
    if (!may_be_word) {
        m_open.last = Open::Last::other;
    }
    m_open.token_end = m_offset;
    if (counts) {
        m_tokens->push_back({begin, m_offset});
    }
}

void Scanner::postgresql_token()
{
    char const first = peek();
    if (first == '\\') {
        std::size_t const end = std::min(m_script.text.find_first_of(" \t\r\n", m_offset), m_end);
        refuse(m_script, m_offset, fmt::format("{} is a psql command, not SQL", base::quoted(slice(m_offset, end))),
               "a migration runs without psql; write it as SQL");
    }
    if (first == '\'') {
        m_standard_strings ? plain_string() : escaped_string();
    } else if (first == '"') {
        plain_quoted(first);
    } else if (first == '$') {
        dollar();
    } else if (is_digit(first) || (first == '.' && is_digit(peek(1)))) {
        number();
    } else if (starts_word(first)) {
        word();
    } else if (first == '(') {
        open_parenthesis();
    } else if (first == ')') {
        close_parenthesis();
    } else {
        ++m_offset;
    }
}

void Scanner::sqlite_token()
{
    char const first = peek();
    if (first == '.' && m_open.begin == m_offset) {
        std::size_t const end = std::min(m_script.text.find_first_of(" \t\r\n", m_offset), m_end);
        refuse(m_script, m_offset,
               fmt::format("{} is a command of sqlite3, not SQL", base::quoted(slice(m_offset, end))),
               "a migration runs without the sqlite3 program; write it as SQL");
    }
    if (first == '\'' || first == '"' || first == '`') {
        plain_quoted(first);
    } else if (first == '[') {
        bracketed();
    } else if (starts_word(first)) {
        word();
    } else if (first == '(') {
        open_parenthesis();
    } else if (first == ')') {
        close_parenthesis();
    } else {
        ++m_offset;
        while (is_one_of(first, "0123456789?:@$#") && continues_word(peek())) {
            ++m_offset;
        }
    }
}

void Scanner::plain_string()
{
    std::size_t const begin = m_offset + 1;
    plain_quoted('\'');
    note_literal({begin, m_offset - 1});
}

void Scanner::plain_quoted(char quote)
{
    std::size_t const begin = m_offset++;
    while (true) {
        std::size_t const end = m_script.text.find(quote, m_offset);
        if (end >= m_end) {
            bool const is_name = quote != '\'';
            refuse(m_script, begin, is_name ? "quoted name is not closed" : "quoted string is not closed",
                   fmt::format("end it with {}", quote));
        }
        m_offset = end + 1;
        if (peek() != quote) {
            return;
        }
        ++m_offset;
    }
}

void Scanner::bracketed()
{
    std::size_t const end = m_script.text.find(']', m_offset);
    if (end >= m_end) {
        refuse(m_script, m_offset, "quoted name is not closed", "end it with ]");
    }
    m_offset = end + 1;
}

void Scanner::escaped_string()
{
    std::size_t const begin = m_offset++;
    while (m_offset < m_end) {
        if (peek() == '\\' || at("''")) {
            m_offset += 2;
        } else if (peek() != '\'') {
            ++m_offset;
        } else {
            ++m_offset;
            if (!continues_string()) {
                return;
            }
        }
    }
    refuse(m_script, begin, "quoted string is not closed", "end it with '; in this string a backslash escapes a quote");
}

bool Scanner::continues_string()
{
    std::size_t const gap = past_line_break(slice(m_offset, m_end));
    if (gap == 0 || peek(gap) != '\'') {
        return false;
    }
    m_offset += gap + 1;
    return true;
}

void Scanner::dollar()
{
    std::size_t const begin = m_offset++;
    if (is_digit(peek())) {
        while (is_digit(peek())) {
            ++m_offset;
        }
        return junk();
    }
    std::size_t end = m_offset;
    while (end < m_end && continues_tag(m_script.text[end])) {
        ++end;
    }
    if (end >= m_end || m_script.text[end] != '$') {
        return; // a lone dollar sign
    }
    std::string_view const tag = slice(begin, end + 1);
    std::size_t const close = m_script.text.find(tag, end + 1);
    if (close == std::string::npos || close + tag.size() > m_end) {
        refuse(m_script, begin, fmt::format("dollar-quoted string {} is not closed", base::quoted(tag)),
               fmt::format("end it with {}", tag.size() > 80 ? "the same tag" : tag));
    }
    m_offset = close + tag.size();
    note_literal({end + 1, close});
}

void Scanner::number()
{
    auto const digits = [&] {
        while (is_digit(peek())) {
            ++m_offset;
        }
    };
    digits();
    if (peek() == '.' && peek(1) != '.') {
        ++m_offset;
        digits();
    }
    bool const exponent = is_one_of(peek(), "eE");
    if (exponent && is_one_of(peek(1), "+-")) {
        m_offset += 2;
        if (!is_digit(peek())) {
            return; // what follows is a word of its own
        }
        digits();
    } else if (exponent && is_digit(peek(1))) {
        ++m_offset;
        digits();
    }
    junk();
}

/// psql takes a word that follows a number at once for a part of it; so `1a$b$` opens no dollar quote.
void Scanner::junk()
{
    std::size_t const begin = m_offset;
    while (m_offset == begin ? starts_word(peek()) : continues_word(peek())) {
        ++m_offset;
    }
}

void Scanner::word()
{
    if (is_postgresql() && is_one_of(peek(), "eE") && peek(1) == '\'') {
        ++m_offset;
        return escaped_string();
    }
    if (is_postgresql() && is_one_of(peek(), "bBxX") && peek(1) == '\'') {
        ++m_offset;
        return plain_quoted('\'');
    }
    if (is_postgresql() && is_one_of(peek(), "uU") && peek(1) == '&' && is_one_of(peek(2), "'\"")) {
        m_offset += 2;
        return plain_quoted(peek());
    }
    std::size_t const begin = m_offset;
    while (continues_word(peek())) {
        ++m_offset;
    }
    note_word(slice(begin, m_offset));
}

void Scanner::note_word(std::string_view word)
{
    if (m_open.words.size() < kept_words) {
        m_open.words.push_back(base::to_upper(word));
    }
    if (is_postgresql()) {
        note_function_body(word);
        bool const stdin_follows = m_open.last == Open::Last::from && base::equal_ignoring_case(word, "stdin");
        if (stdin_follows && m_open.paren_depth == 0 && m_open.words.front() == "COPY") {
            m_open.copies_from_stdin = true;
        }
        m_open.last = last_of(word);
    } else {
        note_trigger(word);
    }
}

void Scanner::open_parenthesis()
{
    if (m_open.paren_depth == 0) {
        m_open.first_paren = m_offset;
    }
    ++m_open.paren_depth;
    ++m_offset;
}

void Scanner::close_parenthesis()
{
    if (m_open.paren_depth > 0) {
        --m_open.paren_depth;
    }
    ++m_offset;
}

} // namespace pf::migration
