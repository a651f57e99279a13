#pragma once

#include "pf/base/error.hpp"
#include "pf/importer/format.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// Where a file's header has a format's columns.
struct Binding {
    static constexpr std::size_t missing = static_cast<std::size_t>(-1);
    std::vector<std::size_t> fields;       ///< by column of the format
    std::vector<std::string> names;        ///< by column of the format: as the header writes it
    std::vector<std::string> values;       ///< by column of the format: of all rows, where the header tells it
    std::size_t width = 0;                 ///< fields of the header
    bool ends_empty = false;               ///< the last of them is empty, as that of every row
    std::vector<std::string> lacks;        ///< columns that the header should have
    std::vector<std::string> excess;       ///< columns that the format does not know, and does not allow
    std::vector<std::size_t> unread;       ///< fields of columns that the format does not know, but allows and watches
    std::vector<std::string> unread_names; ///< of these, as messages call them

    /// Most of the columns may not be unknown: that would be another source's file.
    [[nodiscard]] bool matches() const;
};

/// How many of the format's columns the header has.
[[nodiscard]] std::size_t bound_columns(Binding const& binding);

/// Compare a header row with a format. Names match without regard to case and surrounding blanks, in any order.
[[nodiscard]] Binding bind_header(Format const& format, std::span<std::string_view const> header);

/// The beginning of a file: its rows are read once for each delimiter, whatever the number of formats that look at
/// them.
class Head {
public:
    /// \param text  outlives this
    /// \param file  its name, for errors
    Head(std::string_view text, std::string file);
    Head(Head const&) = delete;
    Head& operator=(Head const&) = delete;
    ~Head();

    /// \param index  of the row, from 0
    /// \return  its fields; nothing behind the last row
    /// \throws Error (bad_data) when it is no row
    [[nodiscard]] std::vector<std::string_view> const* row(char delimiter, std::size_t index);

private:
    struct Rows;
    std::string_view m_text;
    std::string m_file;
    std::map<char, std::unique_ptr<Rows>> m_rows; ///< by delimiter, as far as they were asked for
};

/// The first rows of a file, and which of them is the header.
struct FoundHeader {
    Binding binding; ///< of the row that fits best
    char delimiter = ',';
    std::size_t row = 0; ///< its number among the rows, from 0
    bool has_rows = false;
    std::optional<Error> problem; ///< why there are none although the file is not empty
};

[[nodiscard]] FoundHeader find_header(Format const& format, Head& head);

/// `it lacks the column "fee"; it has "fees", which the format does not know`
[[nodiscard]] std::string describe_mismatch(Binding const& binding);

} // namespace pf::importer
