#include "pf/migration/sql_lines.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

namespace pf::migration {

namespace {

bool is_word(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '$';
}

bool is_blank(char c)
{
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// Reads SQL token by token; white space and comments lie between them.
class Tokens {
public:
    explicit Tokens(std::string_view sql) : m_rest(sql) {}

    /// Empty at the end.
    [[nodiscard]] std::string next()
    {
        skip_between();
        if (m_rest.empty()) {
            return {};
        }
        char const first = m_rest.front();
        if (first == '\'' || first == '"' || first == '`' || first == '[') {
            return quoted(first == '[' ? ']' : first);
        }
        if (!is_word(first)) {
            return take(1);
        }
        auto const end = std::find_if_not(m_rest.begin(), m_rest.end(), is_word);
        return take(static_cast<std::size_t>(end - m_rest.begin()));
    }

private:
    std::string take(std::size_t size)
    {
        std::string const token{m_rest.substr(0, size)};
        m_rest.remove_prefix(token.size());
        return token;
    }

    void skip_until(std::string_view end)
    {
        std::size_t const at = m_rest.find(end, 2);
        m_rest.remove_prefix(at == std::string_view::npos ? m_rest.size() : at + end.size());
    }

    void skip_between()
    {
        while (!m_rest.empty()) {
            if (is_blank(m_rest.front())) {
                m_rest.remove_prefix(1);
            } else if (m_rest.starts_with("--")) {
                skip_until("\n");
            } else if (m_rest.starts_with("/*")) {
                skip_until("*/");
            } else {
                return;
            }
        }
    }

    /// A quote within is written twice.
    std::string quoted(char quote)
    {
        std::size_t end = 1;
        for (; end < m_rest.size(); ++end) {
            bool const is_twice = quote != ']' && end + 1 < m_rest.size() && m_rest[end + 1] == quote;
            if (m_rest[end] == quote && !is_twice) {
                break;
            }
            end += m_rest[end] == quote ? 1U : 0U;
        }
        std::string const token = take(end + 1);
        std::string const inside = token.size() < 2 ? token : token.substr(1, token.size() - 2);
        bool const is_plain = !inside.empty() && std::ranges::all_of(inside, is_word) &&
                              std::isdigit(static_cast<unsigned char>(inside.front())) == 0;
        return quote != '\'' && is_plain ? inside : token;
    }

    std::string_view m_rest;
};

bool wants_no_blank(std::string const& before, std::string const& token)
{
    return before.empty() || token == "," || token == ")" || token == "." || token == ";" || before == "(" ||
           before == ".";
}

/// Puts tokens together to lines.
class Writer {
public:
    explicit Writer(bool by_columns) : m_by_columns(by_columns) {}

    void add(std::string const& token)
    {
        m_depth -= token == ")" ? 1 : 0;
        if (m_by_columns && token == ")" && m_depth == 0 && !m_line.empty()) {
            end_line();
        }
        bool const separates = m_by_columns && token == "," && m_depth == 1;
        if (!separates) {
            m_line += (wants_no_blank(m_before, token) ? "" : " ") + token;
        }
        m_before = token;
        if (separates || token == ";" || (m_by_columns && token == "(" && m_depth == 0)) {
            end_line();
        }
        m_depth += token == "(" ? 1 : 0;
    }

    [[nodiscard]] std::vector<std::string> lines()
    {
        if (!m_line.empty()) {
            end_line();
        }
        return std::move(m_lines);
    }

private:
    void end_line()
    {
        m_lines.push_back(std::move(m_line));
        m_line.clear();
        m_before.clear();
    }

    bool m_by_columns;
    int m_depth = 0;
    std::string m_before; ///< the token before on this line
    std::string m_line;
    std::vector<std::string> m_lines;
};

} // namespace

std::vector<std::string> sql_lines(std::string_view sql, bool by_columns)
{
    Tokens tokens{sql};
    Writer writer{by_columns};
    for (std::string token = tokens.next(); !token.empty(); token = tokens.next()) {
        writer.add(token);
    }
    return writer.lines();
}

} // namespace pf::migration
