#include "pf/report/formats.hpp"

#include "pf/report/grid.hpp"

namespace pf::report {

void write_formats(std::ostream& out, std::vector<FormatRow> const& formats, OutputStyle const& style)
{
    Grid grid{"formats", {}, {{"format", "Format"}, {"title", "What it reads"}}, {}, {}, "no formats"};
    for (auto const& format : formats) {
        grid.rows.push_back({text(format.name), text(format.title)});
    }
    write(out, {"pf.formats/1", {}, {grid}, {}}, style);
}

} // namespace pf::report
