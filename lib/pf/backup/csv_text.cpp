#include "pf/backup/csv_text.hpp"

#include <algorithm>

namespace pf::backup {

void CsvText::text(std::string_view value)
{
    separate();
    if (!value.empty() && value.find_first_of(",\"\r\n") == std::string_view::npos) {
        m_bytes += value;
        return;
    }
    m_bytes += '"';
    for (char const c : value) {
        if (c == '"') {
            m_bytes += '"';
        }
        m_bytes += c;
    }
    m_bytes += '"';
}

void RowCounter::add(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const part = bytes.substr(0, bytes.find('"')); // up to the next quote all is quoted, or nothing is
        if (!m_quoted) {
            m_rows += std::count(part.begin(), part.end(), '\n');
        }
        if (part.size() == bytes.size()) {
            return;
        }
        m_quoted = !m_quoted;
        bytes.remove_prefix(part.size() + 1);
    }
}

} // namespace pf::backup
