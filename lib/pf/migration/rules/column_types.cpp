// Types that do not hold what they seem to hold.
#include "pf/base/text.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/column.hpp"

#include <fmt/format.h>

namespace pf::migration::rules {

namespace {

bool is_float(std::string_view type, Dialect dialect)
{
    constexpr std::array<std::string_view, 5> everywhere{"float", "float4", "float8", "real", "double"};
    constexpr std::array<std::string_view, 2> in_sqlite{"numeric", "decimal"};
    return is_one_of(everywhere, type) || (dialect == Dialect::sqlite && is_one_of(in_sqlite, type));
}

bool is_column(Inspection const& inspection, Tokens element)
{
    return !element.empty() && is_name(element.front()) && !constraint(inspection, element) &&
           !is(element.front(), "LIKE");
}

} // namespace

void check_column_type(Inspection const& inspection, Name const& column, Tokens type)
{
    type = only_type(type);
    auto const name = type_name(inspection, type);
    bool const zoneless = inspection.is_postgresql() && name == "timestamp" && !find(type, "WITH TIME ZONE");
    auto const report = [&](std::string_view code, std::string_view reason, std::string_view instead) {
        inspection.report(code, type.front(), fmt::format("column {} is {}", base::quoted(column.name), written(type)),
                          std::string{reason}, fmt::format("{} {}", column.written, instead));
    };
    if (is_float(name, inspection.script.dialect)) {
        report(code::float_column, "binary floating point has no 0.10: sums drift, and comparisons fail",
               inspection.is_postgresql() ? "NUMERIC(38,18)" : "TEXT");
    } else if (inspection.is_postgresql() && name == "money") {
        report(code::money_column, "its currency and decimals are those of lc_monetary, whoever reads it",
               "NUMERIC(38,18)");
    } else if (zoneless) {
        report(code::timestamp_without_zone, "which moment it means depends on the time zone of whoever wrote it",
               "TIMESTAMPTZ");
    }
}

void check_created_columns(Inspection const& inspection)
{
    auto const table = creation(inspection);
    if (table.kind != "TABLE" || !table.name) {
        return;
    }
    for (auto const element : split_at_commas(inside(table.rest))) {
        if (auto const found = constraint(inspection, element)) {
            remember_not_null_check(inspection, *table.name, *found);
        }
        if (!is_column(inspection, element)) {
            continue;
        }
        if (auto const column = column_of(inspection, element)) {
            check_column_type(inspection, column->name, column->type);
        }
    }
}

} // namespace pf::migration::rules
