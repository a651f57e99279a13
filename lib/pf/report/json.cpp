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

template <typename Item>
void write_array(std::ostream& out, std::string const& key, Grid const& grid, std::vector<Item> const& items)
{
    out << ",\n  " << dumped(key) << ": [";
    char const* separator = "\n    ";
    for (auto const& item : items) {
        out << separator << dumped(to_json(grid, item));
        separator = ",\n    ";
    }
    out << (items.empty() ? "]" : "\n  ]");
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
        write_array(out, grid.key, grid, grid.rows);
        if (!grid.totals.empty()) {
            write_array(out, grid.key + "_totals", grid, grid.totals);
        }
    }
    out << "\n}\n";
}

} // namespace pf::report
