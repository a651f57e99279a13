#include "pf/report/writers.hpp"

#include <ostream>

namespace pf::report {
namespace {

bool needs_quotes(Value const& value, std::string const& cell)
{
    if (cell.find_first_of(",\"\r\n") != std::string::npos) {
        return true;
    }
    return std::holds_alternative<std::string>(value) && cell.find_first_of("=+-@\t ") == 0;
}

void write_cell(std::ostream& out, Value const& value)
{
    std::string const cell = exact(value);
    if (!needs_quotes(value, cell)) {
        out << cell;
        return;
    }
    out << '"';
    for (char const character : cell) {
        out << (character == '"' ? "\"\"" : std::string(1, character));
    }
    out << '"';
}

void write_row(std::ostream& out, Grid const& grid, Row const& row)
{
    char const* separator = "";
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (grid.columns[i].shown != Shown::table_only) {
            out << separator;
            write_cell(out, row[i]);
            separator = ",";
        }
    }
    out << '\n';
}

} // namespace

void write_csv(std::ostream& out, Grid const& grid)
{
    Row header;
    for (auto const& column : grid.columns) {
        header.emplace_back(column.key);
    }
    write_row(out, grid, header);
    RowFlush flush{out, grid};
    visit_rows(grid, [&](Row const& row) {
        write_row(out, grid, row);
        flush.row();
    });
}

} // namespace pf::report
