// What takes away, renames or changes something that running programs use.
#include "pf/base/text.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration::rules {

namespace {

/// The statement, with the line that lets it pass.
std::string allowed(std::string_view code, std::string_view why, std::string_view sql)
{
    return fmt::format("-- pf:allow {} {}\n{};", code, why, sql);
}

bool is_rebuilt(Inspection const& inspection, Name const& table)
{
    auto const& rebuilt = inspection.section.rebuilt;
    return std::any_of(rebuilt.begin(), rebuilt.end(), [&](Name const& name) { return name.may_be(table); });
}

void check_dropped_column(Inspection const& inspection, Name const& table, Name const& column)
{
    inspection.report(
        code::drop_column, column.token,
        fmt::format("column {} of existing table {} is dropped", base::quoted(column.name), base::quoted(table.name)),
        "programs that still run read it and fail; its values are gone",
        allowed(code::drop_column, "the last release that used it is gone",
                fmt::format("ALTER TABLE {} DROP COLUMN {}", table.written, column.written)));
}

void check_dropped_constraint(Inspection const& inspection, Name const& table, Name const& constraint)
{
    auto const& checks = inspection.not_null_checks;
    bool const has_done_its_work = std::any_of(checks.begin(), checks.end(), [&](NotNullCheck const& check) {
        return check.replaced && check.table.may_be(table) && check.constraint == constraint.name;
    });
    if (inspection.is_postgresql() && !has_done_its_work) {
        inspection.report(code::drop_constraint, constraint.token,
                          fmt::format("constraint {} of existing table {} is dropped", base::quoted(constraint.name),
                                      base::quoted(table.name)),
                          "programs may rely on it, as ON CONFLICT does; it comes back only if every row still obeys",
                          allowed(code::drop_constraint, "no program relies on it",
                                  fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table.written, constraint.written)));
    }
}

std::string table_under_both_names(Name const& table, std::string_view new_name, std::string_view statement)
{
    return allowed(code::rename_table, "the view below keeps the old name for programs that still run", statement) +
           fmt::format("\nCREATE VIEW {} AS SELECT * FROM {};", table.written, new_name);
}

void check_renamed_table(Inspection const& inspection, Name const& table, Name const& new_name, bool moved)
{
    auto const reached =
        moved ? new_name.written + "." + table.written.substr(table.written.rfind('.') + 1) : new_name.written;
    inspection.report(code::rename_table, new_name.token,
                      fmt::format("existing table {} becomes {}", base::quoted(table.name), base::quoted(reached)),
                      "programs that still run use the old name and fail",
                      table_under_both_names(table, reached, written(inspection.tokens)));
}

void check_renamed_column(Inspection const& inspection, Name const& table, Name const& column, Name const& new_name)
{
    inspection.report(
        code::rename_column, column.token,
        fmt::format("column {} of existing table {} becomes {}", base::quoted(column.name), base::quoted(table.name),
                    base::quoted(new_name.name)),
        "programs that still run use the old name and fail",
        fmt::format("ALTER TABLE {} ADD COLUMN {} TYPE;\n-- write both, copy in batches, read the new one; "
                    "drop {} in a later release",
                    table.written, new_name.written, column.written));
}

} // namespace

void check_drops(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    bool const is_schema = cursor.at("DROP SCHEMA");
    if (!cursor.take("DROP TABLE") && !cursor.take("DROP SCHEMA")) {
        return;
    }
    cursor.take("IF EXISTS");
    for (auto const part : split_at_commas(cursor.rest())) {
        auto const dropped = inspection.cursor(part).take_name();
        if (!dropped || inspection.is_new(*dropped) || is_rebuilt(inspection, *dropped)) {
            continue;
        }
        auto const* const kind = is_schema ? "SCHEMA" : "TABLE";
        inspection.report(code::drop_table, dropped->token,
                          fmt::format("existing {} {} is dropped", base::to_lower(kind), base::quoted(dropped->name)),
                          "programs that still run use it and fail; its rows are gone",
                          allowed(code::drop_table, "the last release that used it is gone",
                                  fmt::format("DROP {} {}", kind, dropped->written)));
    }
}

void check_truncate(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    auto const cascade = find(inspection.tokens, "CASCADE");
    if (!inspection.is_postgresql() || !cursor.take("TRUNCATE") || !cascade) {
        return;
    }
    cursor.take("TABLE");
    cursor.take("ONLY");
    if (auto const table = cursor.take_name()) {
        inspection.report(code::truncate_cascade, inspection.tokens[*cascade],
                          fmt::format("TRUNCATE of {} with CASCADE", base::quoted(table->name)),
                          "it empties every table that refers to it, also one that somebody adds tomorrow",
                          fmt::format("{};\n-- name the tables that refer to it as well",
                                      written(inspection.tokens.first(*cascade))));
    }
}

void check_dropped(Inspection const& inspection, Name const& table, Cursor action)
{
    action.take("DROP");
    bool const is_constraint = action.take("CONSTRAINT");
    action.take("COLUMN");
    action.take("IF EXISTS");
    if (auto const name = action.take_name()) {
        is_constraint ? check_dropped_constraint(inspection, table, *name)
                      : check_dropped_column(inspection, table, *name);
    }
}

void check_renamed(Inspection const& inspection, Name const& table, Cursor action)
{
    bool const moved = action.take("SET SCHEMA");
    if (moved || action.take("RENAME TO")) {
        if (auto const name = action.take_name()) {
            check_renamed_table(inspection, table, *name, moved);
        }
        return;
    }
    action.take("RENAME");
    if (action.take("CONSTRAINT")) {
        return; // no program names it in its queries
    }
    action.take("COLUMN");
    auto const column = action.take_name();
    auto const name = action.take("TO") ? action.take_name() : std::nullopt;
    if (column && name) {
        check_renamed_column(inspection, table, *column, *name);
    }
}

void check_retyped(Inspection const& inspection, Name const& table, Name const& column, Tokens type)
{
    auto const copy = chosen_name({{}, column.name, {}, {}}, "", "new");
    auto const end = find(type, "USING").value_or(type.size());
    inspection.report(code::type_change, column.token,
                      fmt::format("the type of {} of existing table {} is changed", base::quoted(column.name),
                                  base::quoted(table.name)),
                      "the table and its indexes may be written anew under an ACCESS EXCLUSIVE lock, and programs that "
                      "still run expect the old type",
                      fmt::format("ALTER TABLE {} ADD COLUMN {} {};\n-- write both, copy in batches, read the new one; "
                                  "drop {} in a later release",
                                  table.written, copy, written(type.first(end)), column.written));
}

void check_nullable(Inspection const& inspection, Name const& table, Name const& column)
{
    inspection.report(
        code::drop_not_null, column.token,
        fmt::format("column {} of existing table {} may be NULL from now on", base::quoted(column.name),
                    base::quoted(table.name)),
        "programs that still run do not expect NULL there",
        allowed(code::drop_not_null, "every program reads NULL there",
                fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table.written, column.written)));
}

} // namespace pf::migration::rules
