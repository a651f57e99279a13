#pragma once

#include "pf/report/axis.hpp"
#include "pf/report/plot.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// The characters around and beside a picture.
struct PlotGlyphs {
    char const* wall;
    char const* tick;
    char const* corner;
    char const* floor;
    char const* floor_tick;
    char const* value_sample;
    char const* invested_sample;
    char const* gain_sample;
};

/// What charts of days have in common in a terminal: a margin of labels, walls, and days below.
class PlotFrame {
public:
    /// \param axes  whose labels have to fit
    PlotFrame(Plot const& plot, PlotStyle const& style, std::vector<std::optional<ValueAxis>> const& axes);

    /// Of a picture.
    [[nodiscard]] int columns() const { return m_columns; }

    [[nodiscard]] PlotGlyphs const& glyphs() const { return m_glyphs; }

    void write_title(std::ostream& out, std::string const& title) const;
    void write_canvas(std::ostream& out, Canvas const& canvas, ValueAxis const& axis) const;
    void write_gap(std::ostream& out) const; ///< between two pictures
    void write_days(std::ostream& out) const;

    /// `** value 1,650.50`
    [[nodiscard]] std::string entry(char const* sample, Ink ink, std::string const& words) const;

private:
    void write_line(std::ostream& out, std::string const& label, char const* wall, std::string const& text) const;

    Plot const& m_plot;
    PlotStyle m_style;
    PlotGlyphs const& m_glyphs;
    int m_margin = 0;
    int m_columns = 0;
};

} // namespace pf::report
