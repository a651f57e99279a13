#include "pf/container/row_writer.hpp"

namespace pf::container {

void RowWriter::append(std::string_view cell)
{
    if (cell.find_first_of(",\"\n\r\t;|") == std::string_view::npos) {
        m_row += cell;
        return;
    }
    m_row += '"';
    for (char const character : cell) {
        bool const breaks = character == '\n' || character == '\r';
        m_row.append(character == '"' ? "\"" : "").append(1, breaks ? ' ' : character);
    }
    m_row += '"';
}

void RowWriter::put(std::int64_t line, std::span<std::string const> cells)
{
    m_row.clear();
    for (; m_line < line; ++m_line) {
        m_row += '\n';
    }
    bool is_first = true;
    for (std::string const& cell : cells) {
        m_row.append(is_first ? "" : ",");
        append(cell);
        is_first = false;
    }
    m_row += '\n';
    ++m_line;
    m_out.put(m_row);
}

} // namespace pf::container
