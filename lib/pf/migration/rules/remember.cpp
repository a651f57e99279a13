// What later statements, and whoever wants to go back, need to know of a statement.
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

namespace pf::migration::rules {

namespace {

/// An index goes with its table, when that is new as well.
bool goes_with_new_table(Inspection const& inspection, Creation const& created)
{
    auto rest = inspection.cursor(created.rest);
    if (created.kind != "INDEX" || !rest.take("ON")) {
        return false;
    }
    rest.take("ONLY");
    auto const table = rest.take_name();
    return table && inspection.is_new(*table);
}

std::string drop_of(Inspection const& inspection, Creation const& created)
{
    bool const materialized = find(inspection.tokens, "MATERIALIZED VIEW").has_value();
    bool const concurrent = created.kind == "INDEX" && find(inspection.tokens, "CONCURRENTLY");
    return fmt::format("DROP {}{} {}{};", materialized ? "MATERIALIZED " : "", created.kind,
                       concurrent ? "CONCURRENTLY " : "", created.name->written);
}

bool remember_created(Inspection const& inspection)
{
    auto const created = creation(inspection);
    auto& section = inspection.section;
    bool const goes = goes_with_new_table(inspection, created);
    if (created.name) {
        if (!goes) {
            section.undo.insert(section.undo.begin(), drop_of(inspection, created));
        }
        section.created.push_back(*created.name);
    }
    return goes || created.name.has_value();
}

void remember_rename(Inspection const& inspection, Alteration const& altered)
{
    auto action = inspection.cursor(altered.actions.front());
    if (action.take("RENAME TO") && inspection.is_new(altered.table)) {
        if (auto const name = action.take_name()) {
            inspection.section.created.push_back(*name);
            inspection.section.rebuilt.push_back(*name);
        }
    }
}

/// What drops the column or constraint that the action adds; nothing when it does something else.
std::optional<std::string> undo_of(Inspection const& inspection, Name const& table, Tokens tokens)
{
    auto action = inspection.cursor(tokens);
    if (!action.take("ADD")) {
        return std::nullopt;
    }
    auto const added = constraint(inspection, action.rest());
    action.take("COLUMN");
    action.take("IF NOT EXISTS");
    auto const name = added ? added->name : action.take_name();
    return name ? std::optional{fmt::format("ALTER TABLE {} DROP {} {};", table.written,
                                            added ? "CONSTRAINT" : "COLUMN", name->written)}
                : std::nullopt;
}

bool remember_added(Inspection const& inspection, Alteration const& altered)
{
    bool complete = true;
    auto& undo = inspection.section.undo;
    for (auto const action : altered.actions) {
        auto statement = undo_of(inspection, altered.table, action);
        complete = complete && statement;
        if (statement) {
            undo.insert(undo.begin(), std::move(*statement));
        }
    }
    return complete;
}

/// Rows and comments of something new go with it.
bool is_about_new_table(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    if (cursor.at("COMMENT")) {
        return true;
    }
    auto const table = cursor.take("INSERT INTO") ? cursor.take_name() : std::nullopt;
    return table && inspection.is_new(*table);
}

} // namespace

void remember(Inspection const& inspection)
{
    auto const altered = alteration(inspection);
    if (altered) {
        remember_rename(inspection, *altered);
    }
    bool const is_undone = altered ? inspection.is_new(altered->table) || remember_added(inspection, *altered)
                                   : remember_created(inspection) || is_about_new_table(inspection);
    inspection.section.undo_is_complete = inspection.section.undo_is_complete && is_undone;
}

} // namespace pf::migration::rules
