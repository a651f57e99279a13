// Constraints on tables that hold rows: what reads all of them under a lock.
#include "pf/base/text.hpp"
#include "pf/migration/lint.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/constraint.hpp"
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration::rules {

namespace {

/// The columns between the first parentheses, as written.
std::string columns_of(Tokens body)
{
    auto const open = find(body, "(");
    return open ? written(inside(body.subspan(*open))) : std::string{};
}

void check_foreign_key(Inspection const& inspection, Name const& table, Constraint const& added)
{
    auto const name = added.name_or(chosen_name(table, columns_of(added.body), "fkey"));
    inspection.report(code::validating_foreign_key, added.body.front(),
                      fmt::format("a foreign key on existing table {} without NOT VALID", base::quoted(table.name)),
                      std::string{foreign_key_reason}, in_two_steps(table, name, written(added.body)));
}

void check_check(Inspection const& inspection, Name const& table, Constraint const& added)
{
    auto const name = added.name_or(chosen_name(table, "", "check"));
    inspection.report(code::validating_check, added.body.front(),
                      fmt::format("a CHECK on existing table {} without NOT VALID", base::quoted(table.name)),
                      std::string{check_reason}, in_two_steps(table, name, written(added.body)));
}

void check_unique(Inspection const& inspection, Name const& table, Constraint const& added)
{
    bool const is_primary = is(added.body.front(), "PRIMARY");
    auto const columns = columns_of(added.body);
    auto const name = added.name_or(is_primary ? chosen_name(table, {}, "pkey") : chosen_name(table, columns, "key"));
    auto const* const kind = is_primary ? "PRIMARY KEY" : "UNIQUE";
    inspection.report(code::constraint_without_index, added.body.front(),
                      fmt::format("{} on existing table {} without USING INDEX", kind, base::quoted(table.name)),
                      std::string{unique_reason}, with_index_first(table, name, columns, kind));
}

void check_exclude(Inspection const& inspection, Name const& table, Constraint const& added)
{
    inspection.report(code::constraint_without_index, added.body.front(),
                      fmt::format("EXCLUDE on existing table {}", base::quoted(table.name)), std::string{unique_reason},
                      fmt::format("-- pf:allow {} the table is small\n{};", code::constraint_without_index,
                                  written(inspection.tokens)));
}

/// The column of CHECK (column IS NOT NULL).
std::optional<std::string> not_null_column(Inspection const& inspection, Tokens condition)
{
    while (starts_with(condition, "(") && group_length(condition) == condition.size()) {
        condition = inside(condition);
    }
    auto cursor = inspection.cursor(condition);
    auto const column = cursor.take_name();
    bool const matches = column && cursor.take("IS NOT NULL") && cursor.done();
    return matches ? std::optional{column->name} : std::nullopt;
}

} // namespace

void check_added_constraint(Inspection const& inspection, Name const& table, Constraint const& added)
{
    if (!inspection.is_postgresql() || inspection.is_new(table)) {
        return;
    }
    if (find(added.body, "NOT VALID")) {
        if (added.name) {
            inspection.section.unchecked.push_back({table, added.name->name});
        }
    } else if (starts_with(added.body, "FOREIGN KEY")) {
        check_foreign_key(inspection, table, added);
    } else if (starts_with(added.body, "CHECK")) {
        check_check(inspection, table, added);
    } else if (starts_with(added.body, "EXCLUDE")) {
        check_exclude(inspection, table, added);
    } else if (!find(added.body, "USING INDEX") || find(added.body, "USING INDEX TABLESPACE")) {
        check_unique(inspection, table, added);
    }
}

void check_validated(Inspection const& inspection, Name const& table, Name const& constraint)
{
    for (auto& check : inspection.not_null_checks) {
        check.validated = check.validated || (check.table.may_be(table) && check.constraint == constraint.name);
    }
    auto const& unchecked = inspection.section.unchecked;
    bool const added_here = std::any_of(unchecked.begin(), unchecked.end(), [&](UncheckedConstraint const& added) {
        return added.table.may_be(table) && added.name == constraint.name;
    });
    if (inspection.transactional && added_here) {
        inspection.report(
            code::validate_in_same_file, constraint.token,
            fmt::format("constraint {} is added and validated in one transaction", base::quoted(constraint.name)),
            "the lock of ADD CONSTRAINT is kept until every row is checked",
            fmt::format("{}\nALTER TABLE {} VALIDATE CONSTRAINT {};", next_file_mark, table.written,
                        constraint.written));
    }
}

void check_set_not_null(Inspection const& inspection, Name const& table, Name const& column)
{
    if (inspection.is_new(table)) {
        return;
    }
    for (auto& check : inspection.not_null_checks) {
        if (check.validated && check.table.may_be(table) && check.column == column.name) {
            check.replaced = true;
            return;
        }
    }
    auto const name = chosen_name(table, column.name, "not_null");
    inspection.report(
        code::set_not_null, column.token,
        fmt::format("SET NOT NULL on {} of existing table {}", base::quoted(column.name), base::quoted(table.name)),
        "an ACCESS EXCLUSIVE lock while every row is read; a validated CHECK spares the reading",
        fmt::format("ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2} IS NOT NULL) NOT VALID;\n{3}\n"
                    "ALTER TABLE {0} VALIDATE CONSTRAINT {1};\n"
                    "ALTER TABLE {0} ALTER COLUMN {2} SET NOT NULL;\n"
                    "ALTER TABLE {0} DROP CONSTRAINT {1};",
                    table.written, name, column.written, next_file_mark));
}

void remember_not_null_check(Inspection const& inspection, Name const& table, Constraint const& added)
{
    if (!starts_with(added.body, "CHECK")) {
        return;
    }
    auto const condition = inside(added.body.subspan(1));
    if (auto const column = not_null_column(inspection, condition)) {
        inspection.not_null_checks.push_back({table,
                                              added.name ? added.name->name : chosen_name(table, *column, "check"),
                                              *column, !find(added.body, "NOT VALID")});
    }
}

} // namespace pf::migration::rules
