#include "pf/report/canvas.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>

namespace pf::report {
namespace {

/// Which bit of U+2800 … U+28FF a dot is: by column and row within its character.
constexpr std::array<std::array<std::uint8_t, 4>, 2> braille_bits{{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};

std::string braille(std::uint8_t dots)
{
    return {static_cast<char>(0xe2), static_cast<char>(0xa0U | (dots >> 6U)),
            static_cast<char>(0x80U | (dots & 0x3fU))};
}

char ascii(Ink ink)
{
    switch (ink) {
    case Ink::value:
        return '*';
    case Ink::invested:
        return '-';
    default:
        return '#';
    }
}

char const* color_of(Ink ink)
{
    switch (ink) {
    case Ink::value:
        return "\x1b[36m";
    case Ink::gain:
        return "\x1b[32m";
    case Ink::loss:
        return "\x1b[31m";
    default:
        return "\x1b[90m";
    }
}

} // namespace

std::string colored(std::string const& text, Ink ink, bool color)
{
    return color ? color_of(ink) + text + "\x1b[0m" : text;
}

Canvas::Canvas(int columns, int rows, Glyphs glyphs)
    : m_columns(std::max(columns, 1)),
      m_rows(std::max(rows, 1)),
      m_dots_wide(glyphs == Glyphs::braille ? 2 : 1),
      m_dots_high(glyphs == Glyphs::braille ? 4 : 1),
      m_cells(static_cast<std::size_t>(m_columns * m_rows))
{
}

void Canvas::dot(int x, int y, Ink ink)
{
    if (x < 0 || y < 0 || x >= width() || y >= height()) {
        return;
    }
    auto& cell = m_cells[static_cast<std::size_t>(y / m_dots_high * m_columns + x / m_dots_wide)];
    auto const column = static_cast<std::size_t>(x % m_dots_wide);
    auto const row = static_cast<std::size_t>(y % m_dots_high);
    cell.dots = static_cast<std::uint8_t>(cell.dots | braille_bits.at(column).at(row));
    cell.ink = std::max(cell.ink, ink);
}

void Canvas::line(int x0, int y0, int x1, int y1, Ink ink)
{
    int const length = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
    auto const between = [length](int from, int to, int step) {
        int const twice = 2 * (to - from) * step;
        return from + (twice + (twice < 0 ? -length : length)) / (2 * length);
    };
    for (int step = 0; step <= length; ++step) {
        dot(between(x0, x1, step), between(y0, y1, step), ink);
    }
}

void Canvas::dashed(int x0, int y0, int x1, int y1, Ink ink)
{
    if (x0 == x1 || m_dots_wide == 1) {
        line(x0, y0, x1, y1, ink);
        return;
    }
    int const period = 4;
    for (int x = std::min(x0, x1); x <= std::max(x0, x1); ++x) {
        if (x % period < period / 2) {
            dot(x, y0 + (y1 - y0) * (x - x0) / (x1 - x0), ink);
        }
    }
}

std::string Canvas::glyph(Cell cell) const
{
    if (cell.dots == 0) {
        return " ";
    }
    return m_dots_wide == 1 ? std::string(1, ascii(cell.ink)) : braille(cell.dots);
}

std::string Canvas::text(int row, bool color) const
{
    std::string text;
    auto last = Ink::none;
    auto const begin = m_cells.begin() + static_cast<std::ptrdiff_t>(row * m_columns);
    auto end = begin + m_columns;
    while (end != begin && std::prev(end)->dots == 0) {
        --end;
    }
    for (auto cell = begin; cell != end; ++cell) {
        if (color && cell->dots != 0 && cell->ink != last) {
            text += color_of(cell->ink);
            last = cell->ink;
        }
        text += glyph(*cell);
    }
    return last == Ink::none ? text : text + "\x1b[0m";
}

} // namespace pf::report
