#include "pf/migration/rules/constraint.hpp"

#include "pf/migration/lint.hpp"

#include <fmt/format.h>

namespace pf::migration::rules {

std::string in_two_steps(Name const& table, std::string_view name, std::string_view body)
{
    return fmt::format("ALTER TABLE {0} ADD CONSTRAINT {1} {2} NOT VALID;\n"
                       "{3}\n"
                       "ALTER TABLE {0} VALIDATE CONSTRAINT {1};",
                       table.written, name, body, next_file_mark);
}

std::string with_index_first(Name const& table, std::string_view name, std::string_view columns, std::string_view kind)
{
    return fmt::format("-- pf:no-transaction\n"
                       "CREATE UNIQUE INDEX CONCURRENTLY {0} ON {1} ({2});\n"
                       "{3}\n"
                       "ALTER TABLE {1} ADD CONSTRAINT {0} {4} USING INDEX {0};",
                       name, table.written, columns, next_file_mark, kind);
}

} // namespace pf::migration::rules
