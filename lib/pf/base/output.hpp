#pragma once

#include <cstddef>
#include <cstdint>

namespace pf {

/// What a result looks like on stdout.
enum class OutputFormat : std::uint8_t { table, json, csv };

/// How a writer is to present a result.
struct OutputStyle {
    OutputFormat format = OutputFormat::table;
    std::size_t width = 0; ///< columns that a table may take; 0: as many as it needs
    bool color = false;    ///< ANSI colours in tables

    friend bool operator==(OutputStyle const&, OutputStyle const&) = default;
};

} // namespace pf
