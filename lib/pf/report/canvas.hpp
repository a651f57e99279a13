#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pf::report {

/// What a dot belongs to; where several meet in one character, the last of these colours it.
enum class Ink : std::uint8_t { none, invested, loss, gain, value };

/// A text in the colour of an ink; as it is without colours.
[[nodiscard]] std::string colored(std::string const& text, Ink ink, bool color);

/// How dots become characters.
enum class Glyphs : std::uint8_t {
    braille, ///< 2 × 4 dots in each
    ascii,   ///< one dot in each
};

/// Dots on a grid of characters.
class Canvas {
public:
    Canvas(int columns, int rows, Glyphs glyphs);

    [[nodiscard]] int width() const { return m_columns * m_dots_wide; } ///< in dots
    [[nodiscard]] int height() const { return m_rows * m_dots_high; }
    [[nodiscard]] int rows() const { return m_rows; }

    /// Columns from the left, rows from the top; outside it does nothing.
    void dot(int x, int y, Ink ink);

    /// From end to end, both included.
    void line(int x0, int y0, int x1, int y1, Ink ink);

    /// A line that is there only half of the time, unless it is vertical.
    void dashed(int x0, int y0, int x1, int y1, Ink ink);

    /// One row of characters, without the blanks at its end.
    [[nodiscard]] std::string text(int row, bool color) const;

private:
    struct Cell {
        std::uint8_t dots = 0;
        Ink ink = Ink::none;
    };
    [[nodiscard]] std::string glyph(Cell cell) const;

    int m_columns;
    int m_rows;
    int m_dots_wide;
    int m_dots_high;
    std::vector<Cell> m_cells;
};

} // namespace pf::report
