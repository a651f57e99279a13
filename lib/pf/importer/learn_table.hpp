#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// The rows of a file that no format knows: its delimiter and header as they look.
struct LearnTable {
    char delimiter = ',';
    std::int64_t header_line = 0;
    std::vector<std::string> header;            ///< trimmed; fields without a name are empty
    std::vector<std::vector<std::string>> rows; ///< trimmed, as many fields as the header
    bool is_whole = true;                       ///< all rows of the file are here

    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const { return rows[row][column]; }
};

/// \param text      the beginning of a file
/// \param is_whole  the text is the whole file
/// \throws pf::Error  bad_data, when there is no header with rows below it
[[nodiscard]] LearnTable learn_table(std::string_view text, std::string const& file, bool is_whole);

/// Does the cell say nothing: is it empty, or `-`, `n/a` and the like?
[[nodiscard]] bool says_nothing(std::string_view cell);

} // namespace pf::importer
