#include "pf/report/writers.hpp"

#include <ostream>

namespace pf::report {
namespace {

/// A number may begin with its sign.
bool begins_as_formula(Value const& value, std::string const& cell)
{
    return std::holds_alternative<std::string>(value) && cell.find_first_of("=+-@\t\r") == 0;
}

bool needs_quotes(Value const& value, std::string const& cell)
{
    if (cell.find_first_of(",\"\r\n") != std::string::npos) {
        return true;
    }
    return begins_as_formula(value, cell) || (std::holds_alternative<std::string>(value) && cell.starts_with(' '));
}

void write_cell(std::ostream& out, Value const& value, bool safe)
{
    auto cell = exact(value);
    if (safe && begins_as_formula(value, cell)) {
        cell.insert(0, 1, '\''); // spreadsheets take what follows for a text
    }
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

void write_row(std::ostream& out, Grid const& grid, Row const& row, bool safe)
{
    char const* separator = "";
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (grid.columns[i].shown != Shown::table_only) {
            out << separator;
            write_cell(out, row[i], safe);
            separator = ",";
        }
    }
    out << '\n';
}

} // namespace

void write_csv(std::ostream& out, Grid const& grid, bool safe)
{
    Row header;
    for (auto const& column : grid.columns) {
        header.emplace_back(column.key);
    }
    write_row(out, grid, header, safe);
    RowFlush flush{out, grid};
    visit_rows(grid, [&](Row const& row) {
        write_row(out, grid, row, safe);
        flush.row();
    });
}

} // namespace pf::report
