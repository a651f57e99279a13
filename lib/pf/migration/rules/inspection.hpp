#pragma once

#include "pf/migration/plan.hpp"
#include "pf/migration/rules/tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::migration::rules {

/// A finding before it knows its line.
struct Found {
    std::string_view code;
    std::size_t offset = 0;
    std::string message;
    std::string reason;
    std::string rewrite;
};

/// CHECK (column IS NOT NULL), which lets SET NOT NULL do without reading the table.
struct NotNullCheck {
    Name table;
    std::string constraint; ///< empty when it has no name
    std::string column;
    bool validated = false;
    bool replaced = false; ///< by SET NOT NULL: it may go
};

/// A constraint that was added NOT VALID.
struct UncheckedConstraint {
    Name table;
    std::string name;
};

/// What one section has done so far.
struct SectionState {
    std::vector<Name> created;     ///< tables, views, indexes, sequences, types
    std::vector<std::string> undo; ///< statements that take it back, the last one first
    bool undo_is_complete = true;
    std::vector<UncheckedConstraint> unchecked;
    std::vector<std::string> enum_values; ///< added, as literals
    std::vector<Name> rebuilt;            ///< names that new tables take over
};

/// What the rules know when they look at a statement.
struct Inspection {
    Script const& script;
    Direction direction;
    bool transactional;
    Tokens tokens;
    SectionState& section;
    std::vector<NotNullCheck>& not_null_checks; ///< of all files so far
    std::vector<Found>& found;

    [[nodiscard]] bool is_postgresql() const { return script.dialect == Dialect::postgresql; }
    [[nodiscard]] Cursor cursor() const { return {tokens, script.dialect}; }
    [[nodiscard]] Cursor cursor(Tokens part) const { return {part, script.dialect}; }

    /// Did this section create it?
    [[nodiscard]] bool is_new(Name const& name) const;

    void report(std::string_view code, Token const& token, std::string message, std::string reason,
                std::string rewrite) const;
};

/// What is created, by `CREATE … TABLE`, INDEX, VIEW, SEQUENCE or TYPE; without a name for an index that has none.
struct Creation {
    std::string_view kind; ///< TABLE, INDEX …; empty: something else
    std::optional<Name> name;
    Tokens rest; ///< behind the name
};
[[nodiscard]] Creation creation(Inspection const& inspection);

/// Keep what the statement created, renamed or added; for after the rules have looked at it.
void remember(Inspection const& inspection);

/// The table of ALTER TABLE and what is to be done with it.
struct Alteration {
    Name table;
    std::vector<Tokens> actions;
};
[[nodiscard]] std::optional<Alteration> alteration(Inspection const& inspection);

/// An element of a table: `CONSTRAINT name CHECK (…)`, with or without a name.
struct Constraint {
    std::optional<Name> name;
    Tokens body; ///< from CHECK, FOREIGN KEY, UNIQUE … on

    /// The name, else one as PostgreSQL would choose it.
    [[nodiscard]] std::string name_or(std::string const& chosen) const { return name ? name->written : chosen; }
};
[[nodiscard]] std::optional<Constraint> constraint(Inspection const& inspection, Tokens element);

/// What stands in the parentheses that begin here.
[[nodiscard]] Tokens inside(Tokens group);

/// Would be the name of a constraint, `loans_book_fkey`, for the parts of SQL names.
[[nodiscard]] std::string chosen_name(Name const& table, std::string_view columns, std::string_view ending);

// The rules. Those of up sections:
void check_indexes(Inspection const& inspection);
void check_created_columns(Inspection const& inspection);
void check_alter_table(Inspection const& inspection);
void check_drops(Inspection const& inspection);
void check_truncate(Inspection const& inspection);
// and those of both:
void check_concurrently(Inspection const& inspection);
void check_identifiers(Inspection const& inspection);
void check_enum_values(Inspection const& inspection);

// Parts of check_alter_table, for a table that may be new or not.
void check_added_column(Inspection const& inspection, Name const& table, Tokens column);
void check_column_type(Inspection const& inspection, Name const& column, Tokens type);
void check_added_constraint(Inspection const& inspection, Name const& table, Constraint const& constraint);
void check_validated(Inspection const& inspection, Name const& table, Name const& constraint);
void check_set_not_null(Inspection const& inspection, Name const& table, Name const& column);
// Parts of it for existing tables.
void check_dropped(Inspection const& inspection, Name const& table, Cursor action);
void check_renamed(Inspection const& inspection, Name const& table, Cursor action);
void check_retyped(Inspection const& inspection, Name const& table, Name const& column, Tokens type);
void check_nullable(Inspection const& inspection, Name const& table, Name const& column);

/// Keep a CHECK (column IS NOT NULL) of a table.
void remember_not_null_check(Inspection const& inspection, Name const& table, Constraint const& constraint);

} // namespace pf::migration::rules
