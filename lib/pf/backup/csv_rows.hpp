#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::backup {

/// Reads the CSV of a table back, as `CsvText` wrote it: unlike CSV at large it tells NULL from an empty text. Memory
/// does not grow with the table, but with its longest row.
class CsvRows {
public:
    struct Field {
        std::string_view text;
        bool is_null = false;
    };

    /// \param read   the next bytes, empty at the end; they must last until it is called again
    /// \param where  what errors call the table
    CsvRows(std::function<std::string_view()> read, std::string where);

    /// To the next row, the header being the first one; false after the last.
    /// \throws pf::Error  bad_data, when it is not CSV of ours
    [[nodiscard]] bool next();

    /// Of the current row; valid until `next`.
    [[nodiscard]] std::span<Field const> fields() const { return m_fields; }

private:
    [[nodiscard]] bool parse();
    [[nodiscard]] bool parse_quoted(std::size_t& at);
    bool read_more();
    void keep_rest();
    [[noreturn]] void fail(std::string const& message) const;

    std::function<std::string_view()> m_read;
    std::string m_where;
    std::string m_kept;      ///< a row that the bytes before have begun, and what came after
    std::string_view m_rest; ///< of the bytes, from the current row on
    bool m_at_end = false;
    std::int64_t m_row = 0; ///< from 1
    std::vector<Field> m_fields;
    std::string m_unescaped; ///< texts with quotes in them, of the current row
};

} // namespace pf::backup
