#include "pf/backup/csv_rows.hpp"

#include "pf/base/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace pf::backup {

CsvRows::CsvRows(std::function<std::string_view()> read, std::string where)
    : m_read(std::move(read)), m_where(std::move(where))
{
}

void CsvRows::fail(std::string const& message) const
{
    throw Error{ExitCode::bad_data, fmt::format("row {} {}", m_row, message), m_where,
                "the backup was not written by pf-backup"};
}

bool CsvRows::next()
{
    ++m_row;
    if (m_rest.empty() && !read_more()) {
        return false;
    }
    while (!parse()) {
        // Twice as much before it is looked at again: a long row is not looked at once for each piece of it.
        auto const enough = 2 * m_rest.size();
        bool const goes_on = read_more();
        while (goes_on && m_rest.size() < enough && read_more()) {
        }
        if (!goes_on) {
            fail("has no end");
        }
    }
    return true;
}

bool CsvRows::read_more()
{
    if (m_at_end) {
        return false;
    }
    keep_rest();
    auto const bytes = m_read();
    m_at_end = bytes.empty();
    if (m_rest.empty()) {
        m_rest = bytes;
    } else {
        m_kept += bytes;
        m_rest = m_kept;
    }
    return !m_at_end;
}

/// What is left stands in `m_kept` and nowhere else.
void CsvRows::keep_rest()
{
    bool const is_kept = !m_rest.empty() && m_rest.data() == m_kept.data() && m_rest.size() == m_kept.size();
    if (!is_kept) {
        m_kept = std::string{m_rest}; // which may lie in it
    }
}

/// \return  false, when the row goes on beyond the bytes
bool CsvRows::parse()
{
    m_fields.clear();
    m_unescaped.clear();
    m_unescaped.reserve(m_rest.size()); // its texts must not move
    for (std::size_t at = 0;;) {
        if (at < m_rest.size() && m_rest[at] == '"') {
            if (!parse_quoted(at)) {
                return false;
            }
        } else {
            auto const end = m_rest.find_first_of(",\n\"", at);
            if (end == std::string_view::npos) {
                return false;
            }
            m_fields.push_back({m_rest.substr(at, end - at), end == at});
            at = end;
        }
        if (at == m_rest.size()) {
            return false;
        }
        auto const delimiter = m_rest[at++];
        if (delimiter == '\n') {
            m_rest.remove_prefix(at);
            return true;
        }
        if (delimiter != ',') {
            fail("has a quote where none belongs");
        }
    }
}

/// \param at  of the opening quote; then behind the closing one
bool CsvRows::parse_quoted(std::size_t& at)
{
    auto const begin = ++at;
    auto const first = m_unescaped.size();
    auto piece = begin;
    for (;;) {
        auto const quote = m_rest.find('"', at);
        // The last byte may be the first of two quotes.
        if (quote == std::string_view::npos || quote + 1 == m_rest.size()) {
            return false;
        }
        if (m_rest[quote + 1] != '"') {
            at = quote + 1;
            break;
        }
        m_unescaped += m_rest.substr(piece, quote + 1 - piece);
        at = quote + 2;
        piece = at;
    }
    if (piece == begin) {
        m_fields.push_back({m_rest.substr(begin, at - 1 - begin), false});
    } else {
        m_unescaped += m_rest.substr(piece, at - 1 - piece);
        m_fields.push_back({std::string_view{m_unescaped}.substr(first), false});
    }
    return true;
}

} // namespace pf::backup
