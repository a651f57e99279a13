#include "pf/migration/concurrent_index.hpp"

#include "pf/base/text.hpp"

#include <algorithm>

namespace pf::migration {

namespace {

bool is_name_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '_' || character == '$' ||
           static_cast<unsigned char>(character) >= 0x80;
}

/// Reads the words, quoted names and other characters of one statement, past white space and comments.
class Words {
public:
    Words(std::string_view text, Range range) : m_text(text), m_offset(range.begin), m_end(range.end) {}

    /// Empty at the end.
    Range next()
    {
        skip_space();
        auto const begin = m_offset;
        if (begin == m_end) {
            return {begin, begin};
        }
        if (m_text[begin] == '"') {
            skip_quoted();
        } else {
            do {
                ++m_offset;
            } while (m_offset < m_end && is_name_character(m_text[begin]) && is_name_character(m_text[m_offset]));
        }
        return {begin, m_offset};
    }

    /// The next word when it is this one, in any case; else it stays.
    bool take(std::string_view capitals)
    {
        auto const saved = m_offset;
        auto const word = next();
        if (base::to_upper(m_text.substr(word.begin, word.end - word.begin)) == capitals) {
            return true;
        }
        m_offset = saved;
        return false;
    }

    /// `name` or `schema.name`.
    Range qualified()
    {
        auto range = next();
        while (take(".")) {
            range.end = next().end;
        }
        return range;
    }

private:
    [[nodiscard]] bool at(std::string_view text) const { return m_text.substr(m_offset, text.size()) == text; }

    void skip_space()
    {
        for (;;) {
            auto const before = m_offset;
            while (m_offset < m_end && static_cast<unsigned char>(m_text[m_offset]) <= ' ') {
                ++m_offset;
            }
            if (m_offset < m_end && at("--")) {
                m_offset = std::min(m_text.find_first_of("\r\n", m_offset), m_end);
            } else if (m_offset < m_end && at("/*")) {
                skip_block_comment();
            }
            if (m_offset == before) {
                return;
            }
        }
    }

    void skip_block_comment()
    {
        std::size_t depth = 0;
        do {
            bool const opens = at("/*");
            bool const closes = at("*/");
            depth += opens ? 1 : 0;
            depth -= closes ? 1 : 0;
            m_offset += opens || closes ? 2 : 1;
        } while (depth > 0 && m_offset < m_end);
    }

    void skip_quoted()
    {
        ++m_offset;
        while (m_offset < m_end) {
            m_offset = std::min(m_text.find('"', m_offset), m_end - 1) + 1;
            if (m_offset == m_end || m_text[m_offset] != '"') {
                return;
            }
            ++m_offset;
        }
    }

    std::string_view m_text;
    std::size_t m_offset;
    std::size_t m_end;
};

} // namespace

std::optional<ConcurrentIndex> concurrent_index(Script const& script, Statement const& statement)
{
    Words words{script.text, statement.sql};
    bool const is_create = words.take("CREATE");
    words.take("UNIQUE");
    if (!is_create || !words.take("INDEX") || !words.take("CONCURRENTLY")) {
        return std::nullopt;
    }
    if (words.take("IF")) {
        words.take("NOT");
        words.take("EXISTS");
    }
    ConcurrentIndex index;
    if (!words.take("ON")) {
        index.name = words.next();
        words.take("ON");
    }
    words.take("ONLY");
    index.table = words.qualified();
    return index;
}

} // namespace pf::migration
