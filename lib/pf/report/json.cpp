#include "pf/report/writers.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace pf::report {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(Json const& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(Value const& value)
{
    if (std::holds_alternative<Nothing>(value) || std::holds_alternative<Unknown>(value)) {
        return nullptr;
    }
    if (auto const* flag = std::get_if<bool>(&value)) {
        return *flag;
    }
    if (auto const* count = std::get_if<std::int64_t>(&value)) {
        return *count;
    }
    return exact(value);
}

Json to_json(Grid const& grid, Row const& row)
{
    Json object = Json::object();
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (grid.columns[i].shown != Shown::table_only) {
            object[grid.columns[i].key] = to_json(row[i]);
        }
    }
    return object;
}

// Sums leave out the columns that cannot be summed.
Json to_json(Grid const& grid, Total const& total)
{
    Json object{{"total", total.key}};
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (grid.columns[i].shown != Shown::table_only && !std::holds_alternative<Nothing>(total.row[i])) {
            object[grid.columns[i].key] = to_json(total.row[i]);
        }
    }
    return object;
}

/// Items of an array, a line each.
class ArrayWriter {
public:
    ArrayWriter(std::ostream& out, std::string const& key) : m_out(out) { m_out << ",\n  " << dumped(key) << ": ["; }

    void add(Json const& item)
    {
        m_out << (m_is_empty ? "\n    " : ",\n    ") << dumped(item);
        m_is_empty = false;
    }

    void finish() { m_out << (m_is_empty ? "]" : "\n  ]"); }

private:
    std::ostream& m_out;
    bool m_is_empty = true;
};

void write_rows(std::ostream& out, Grid const& grid)
{
    ArrayWriter array{out, grid.key};
    RowFlush flush{out, grid};
    visit_rows(grid, [&](Row const& row) {
        array.add(to_json(grid, row));
        flush.row();
    });
    array.finish();
}

void write_totals(std::ostream& out, Grid const& grid)
{
    ArrayWriter array{out, grid.key + "_totals"};
    for (auto const& total : grid.totals) {
        if (total.shown != Shown::table_only) {
            array.add(to_json(grid, total));
        }
    }
    array.finish();
}

} // namespace

void write_json(std::ostream& out, Report const& report)
{
    out << "{\n  \"schema\": " << dumped(report.schema);
    for (auto const& [key, value] : report.facts) {
        out << ",\n  " << dumped(key) << ": " << dumped(to_json(value));
    }
    for (auto const& grid : report.grids) {
        if (grid.shown == Shown::table_only) {
            continue;
        }
        write_rows(out, grid);
        if (!grid.totals.empty()) {
            write_totals(out, grid);
        }
    }
    out << "\n}\n";
}

} // namespace pf::report
