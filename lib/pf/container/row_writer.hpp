#pragma once

#include "pf/base/unnamed_file.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pf::container {

/// Rows of a container as CSV text, each on a line of its own: line breaks in a cell become blanks.
class RowWriter {
public:
    /// \param out  outlives the writer
    explicit RowWriter(base::UnnamedFile& out) : m_out(out) {}

    /// \param line   where the row stands; the next line, when that is behind already
    void put(std::int64_t line, std::span<std::string const> cells);

    /// The line that the next row takes at least.
    [[nodiscard]] std::int64_t line() const { return m_line; }

private:
    void append(std::string_view cell);

    base::UnnamedFile& m_out;
    std::string m_row;
    std::int64_t m_line = 1;
};

} // namespace pf::container
