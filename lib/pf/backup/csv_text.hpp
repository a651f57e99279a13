#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::backup {

/// Rows as CSV, in the form that PostgreSQL's COPY … CSV takes: NULL is empty, an empty text is `""`, quotes only where
/// they are needed, lines end with `\n`.
class CsvText {
public:
    /// A value that never needs quotes: a number, a day, a moment.
    void plain(std::string_view value)
    {
        separate();
        m_bytes += value;
    }

    void text(std::string_view value);
    void null() { separate(); }

    void end_row()
    {
        m_bytes += '\n';
        m_in_row = false;
    }

    [[nodiscard]] std::string_view bytes() const { return m_bytes; }
    void clear() { m_bytes.clear(); }

private:
    void separate()
    {
        if (m_in_row) {
            m_bytes += ',';
        }
        m_in_row = true;
    }

    std::string m_bytes;
    bool m_in_row = false;
};

/// Counts the rows of CSV that comes in pieces; a line end inside quotes ends none.
class RowCounter {
public:
    void add(std::string_view bytes);
    [[nodiscard]] std::int64_t rows() const { return m_rows; }

private:
    std::int64_t m_rows = 0;
    bool m_quoted = false;
};

} // namespace pf::backup
