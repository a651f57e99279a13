// Takes ALTER TABLE apart.
#include "pf/migration/rules/inspection.hpp"

#include <algorithm>

namespace pf::migration::rules {

namespace {

bool is_existing(Inspection const& inspection, Name const& table)
{
    return !inspection.is_new(table);
}

void check_add(Inspection const& inspection, Name const& table, Cursor action)
{
    if (auto const added = constraint(inspection, action.rest())) {
        check_added_constraint(inspection, table, *added);
        remember_not_null_check(inspection, table, *added);
        return;
    }
    action.take("COLUMN");
    action.take("IF NOT EXISTS");
    check_added_column(inspection, table, action.rest());
}

void check_alter_column(Inspection const& inspection, Name const& table, Cursor action)
{
    action.take("COLUMN");
    auto const column = action.take_name();
    if (!column) {
        return;
    }
    if (action.take("SET NOT NULL")) {
        check_set_not_null(inspection, table, *column);
    } else if (action.take("TYPE") || action.take("SET DATA TYPE")) {
        check_column_type(inspection, *column, action.rest());
        if (is_existing(inspection, table) && !action.done()) {
            check_retyped(inspection, table, *column, action.rest());
        }
    } else if (action.take("DROP NOT NULL") && is_existing(inspection, table)) {
        check_nullable(inspection, table, *column);
    }
}

void check_action(Inspection const& inspection, Name const& table, Cursor action)
{
    if (action.take("ADD")) {
        check_add(inspection, table, action);
    } else if (action.take("ALTER") && inspection.is_postgresql()) {
        check_alter_column(inspection, table, action);
    } else if (action.take("VALIDATE CONSTRAINT")) {
        if (auto const name = action.take_name()) {
            check_validated(inspection, table, *name);
        }
    } else if (action.at("DROP") && is_existing(inspection, table)) {
        check_dropped(inspection, table, action);
    } else if ((action.at("RENAME") || action.at("SET SCHEMA")) && is_existing(inspection, table)) {
        check_renamed(inspection, table, action);
    }
}

} // namespace

void check_alter_table(Inspection const& inspection)
{
    if (auto const altered = alteration(inspection)) {
        for (auto const action : altered->actions) {
            check_action(inspection, altered->table, inspection.cursor(action));
        }
    }
}

} // namespace pf::migration::rules
