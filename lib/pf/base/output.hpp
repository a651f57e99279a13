#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pf {

/// What a result looks like on stdout.
enum class OutputFormat : std::uint8_t { table, json, csv };

/// What of a result's rows somebody wants to see; empty: all of it, as it comes.
struct TableChoice {
    std::vector<std::string> columns; ///< by key or title, in this order
    std::vector<std::string> sort;    ///< likewise, the first one first; `-value`: from the largest down
    std::optional<std::size_t> limit; ///< so many rows, the first ones

    [[nodiscard]] bool is_all() const { return columns.empty() && sort.empty() && !limit; }

    friend bool operator==(TableChoice const&, TableChoice const&) = default;
};

/// How a writer is to present a result.
struct OutputStyle {
    OutputFormat format = OutputFormat::table;
    std::size_t width = 0; ///< columns that a table may take; 0: as many as it needs
    bool color = false;    ///< ANSI colours in tables
    bool csv_safe = false; ///< in CSV no text begins as a formula of a spreadsheet does
    TableChoice choice{};

    friend bool operator==(OutputStyle const&, OutputStyle const&) = default;
};

} // namespace pf
