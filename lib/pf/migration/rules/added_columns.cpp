// What it costs to add a column to a table that holds rows.
#include "pf/base/text.hpp"
#include "pf/migration/lint.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/column.hpp"
#include "pf/migration/rules/constraint.hpp"

#include <fmt/format.h>

namespace pf::migration::rules {

namespace {

constexpr std::string_view rewrite_reason =
    "every row gets a value of its own: the whole table is written anew under an ACCESS EXCLUSIVE lock";

bool is_serial(std::string_view type)
{
    constexpr std::array<std::string_view, 6> serials{"smallserial", "serial",  "bigserial",
                                                      "serial2",     "serial4", "serial8"};
    return is_one_of(serials, type);
}

/// What those return differs from row to row. (`now()` is the same for all rows of a transaction.)
bool is_volatile(std::string_view function)
{
    constexpr std::array<std::string_view, 15> volatile_functions{"random",
                                                                  "random_normal",
                                                                  "clock_timestamp",
                                                                  "timeofday",
                                                                  "gen_random_uuid",
                                                                  "uuid_generate_v1",
                                                                  "uuid_generate_v1mc",
                                                                  "uuid_generate_v4",
                                                                  "uuidv4",
                                                                  "uuidv7",
                                                                  "nextval",
                                                                  "setval",
                                                                  "currval",
                                                                  "gen_random_bytes",
                                                                  "pg_sleep"};
    return is_one_of(volatile_functions, function);
}

/// The token of the default that is not the same for every row.
Token const* varying(Inspection const& inspection, Column const& column)
{
    Tokens const value = column.default_value;
    if (!inspection.is_postgresql()) {
        bool const varies = !value.empty() && (is(value.front(), "(") || is(value.front(), "CURRENT_TIMESTAMP") ||
                                               is(value.front(), "CURRENT_DATE") || is(value.front(), "CURRENT_TIME"));
        return varies ? value.data() : nullptr;
    }
    for (std::size_t i = 0; i + 1 < value.size(); ++i) {
        bool const is_call = is_name(value[i]) && is(value[i + 1], "(");
        if (is_call && is_volatile(identifier(value[i], inspection.script.dialect))) {
            return &value[i];
        }
    }
    return nullptr;
}

std::string add_column(Name const& table, Name const& column, std::string_view type)
{
    return fmt::format("ALTER TABLE {} ADD COLUMN {} {};", table.written, column.written, type);
}

void check_default(Inspection const& inspection, Name const& table, Column const& column)
{
    auto const* const token = varying(inspection, column);
    if (token == nullptr) {
        return;
    }
    auto const message = fmt::format("column {} is added to existing table {} with a default that varies",
                                     base::quoted(column.name.name), base::quoted(table.name));
    auto const value = written(column.default_value);
    auto const fill =
        fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL;", table.written, column.name.written, value);
    auto const add = add_column(table, column.name, written(column.type));
    if (!inspection.is_postgresql()) {
        inspection.report(code::volatile_default, *token, message, "SQLite refuses it as soon as the table has a row",
                          add + "\n" + fill);
        return;
    }
    inspection.report(code::volatile_default, *token, message, std::string{rewrite_reason},
                      fmt::format("{}\nALTER TABLE {} ALTER COLUMN {} SET DEFAULT {};\n{}\n{}", add, table.written,
                                  column.name.written, value, next_file_mark, fill));
}

/// SERIAL, GENERATED … AS IDENTITY, GENERATED … STORED.
void check_generated(Inspection const& inspection, Name const& table, Column const& column)
{
    auto const type = type_name(inspection, column.type);
    bool const serial = is_serial(type);
    auto const generated = find(column.constraints, "GENERATED");
    if (!inspection.is_postgresql() || (!serial && !generated)) {
        return;
    }
    bool const numbered = serial || column.has("AS IDENTITY");
    auto const plain_type = serial ? std::string{"BIGINT"} : written(column.type);
    auto const add = add_column(table, column.name, plain_type);
    auto const sequence = chosen_name(table, column.name.name, "seq");
    inspection.report(code::volatile_default, serial ? column.type.front() : column.constraints[*generated],
                      fmt::format("column {} is added to existing table {} with generated values",
                                  base::quoted(column.name.name), base::quoted(table.name)),
                      std::string{rewrite_reason},
                      numbered ? fmt::format("{0}\nCREATE SEQUENCE {1} OWNED BY {2}.{3};\nALTER TABLE {2} ALTER COLUMN "
                                             "{3} SET DEFAULT nextval('{1}');\n{4}\nUPDATE {2} SET {3} = "
                                             "nextval('{1}') WHERE {3} IS NULL;",
                                             add, sequence, table.written, column.name.written, next_file_mark)
                               : add + "\n-- keep it with a trigger, and fill it in batches");
}

/// The column without NOT NULL; on SQLite, where that cannot follow later, with a default.
std::string with_room_for_null(Inspection const& inspection, Name const& table, Column const& column)
{
    auto const type = written(column.type);
    if (inspection.is_postgresql()) {
        return add_column(table, column.name, type) + "\n-- fill it; then NOT NULL as for set-not-null";
    }
    bool const is_text = type_name(inspection, column.type) == "text";
    return add_column(table, column.name, fmt::format("{} NOT NULL DEFAULT {}", type, is_text ? "''" : "0"));
}

void check_not_null(Inspection const& inspection, Name const& table, Column const& column)
{
    auto const at = find(column.constraints, "NOT NULL");
    auto const type = type_name(inspection, column.type);
    bool const filled = !column.default_value.empty() || column.has("GENERATED") || column.has("AS") || is_serial(type);
    if (at && !filled) {
        inspection.report(code::add_not_null_column, column.constraints[*at],
                          fmt::format("column {} is added to existing table {} as NOT NULL without a default",
                                      base::quoted(column.name.name), base::quoted(table.name)),
                          "it fails as soon as the table has a row, and programs that still run do not fill it",
                          with_room_for_null(inspection, table, column));
    }
}

/// REFERENCES, CHECK, UNIQUE or PRIMARY KEY behind a column, which is a constraint on the table.
struct Inline {
    std::string_view code;
    std::size_t at = 0;
    std::string_view reason;
    std::string rewrite; ///< what adds the constraint to the column that is already there
};

std::optional<Inline> inline_foreign_key(Name const& table, Column const& column)
{
    auto const at = find(column.constraints, "REFERENCES");
    if (!at) {
        return std::nullopt;
    }
    auto const body = fmt::format("FOREIGN KEY ({}) {}", column.name.written,
                                  written(only_reference(column.constraints.subspan(*at))));
    return Inline{code::validating_foreign_key, *at, foreign_key_reason,
                  in_two_steps(table, chosen_name(table, column.name.name, "fkey"), body)};
}

std::optional<Inline> inline_check(Name const& table, Column const& column)
{
    auto const at = find(column.constraints, "CHECK (");
    if (!at) {
        return std::nullopt;
    }
    auto const condition = column.constraints.subspan(*at + 1);
    auto const body = "CHECK " + written(condition.first(group_length(condition)));
    return Inline{code::validating_check, *at, check_reason,
                  in_two_steps(table, chosen_name(table, column.name.name, "check"), body)};
}

std::optional<Inline> inline_unique(Name const& table, Column const& column)
{
    auto const unique = find(column.constraints, "UNIQUE");
    auto const at = unique ? unique : find(column.constraints, "PRIMARY KEY");
    if (!at) {
        return std::nullopt;
    }
    auto const name = unique ? chosen_name(table, column.name.name, "key") : chosen_name(table, {}, "pkey");
    auto const rewrite = with_index_first(table, name, column.name.written, unique ? "UNIQUE" : "PRIMARY KEY");
    return Inline{code::constraint_without_index, *at, unique_reason, std::string{next_file_mark} + "\n" + rewrite};
}

void check_inline_constraints(Inspection const& inspection, Name const& table, Column const& column)
{
    for (auto const& found :
         {inline_foreign_key(table, column), inline_check(table, column), inline_unique(table, column)}) {
        if (found) {
            Token const& token = column.constraints[found->at];
            inspection.report(found->code, token,
                              fmt::format("column {} is added to existing table {} with {}",
                                          base::quoted(column.name.name), base::quoted(table.name),
                                          base::to_upper(token.text)),
                              std::string{found->reason},
                              add_column(table, column.name, written(column.type)) + "\n" + found->rewrite);
        }
    }
}

} // namespace

void check_added_column(Inspection const& inspection, Name const& table, Tokens definition)
{
    auto const column = column_of(inspection, definition);
    if (!column) {
        return;
    }
    check_column_type(inspection, column->name, column->type);
    if (inspection.is_new(table)) {
        return;
    }
    check_default(inspection, table, *column);
    check_generated(inspection, table, *column);
    check_not_null(inspection, table, *column);
    if (inspection.is_postgresql()) {
        check_inline_constraints(inspection, table, *column);
    }
}

} // namespace pf::migration::rules
