#include "pf/db/rows_query.hpp"

#include "pf/base/error.hpp"
#include "pf/db/database.hpp"
#include "pf/db/query.hpp"

#include <fmt/format.h>

namespace pf::db {

namespace {

/// SQLite takes the elements as they are, PostgreSQL is told their types.
std::string column(Backend backend, std::string_view kind, std::string_view number)
{
    if (kind != "integer" && kind != "timestamp") {
        throw Error{ExitCode::internal, "a query has a column of the unknown kind " + std::string{kind}};
    }
    if (backend == Backend::sqlite) {
        return fmt::format("(r.value ->> {})", number);
    }
    return fmt::format("CAST(CAST(r.value AS JSON) ->> {} AS {})", number,
                       kind == "integer" ? "BIGINT" : "TIMESTAMPTZ");
}

std::string with_columns(Backend backend, std::string_view text)
{
    std::string result;
    for (auto open = text.find('['); open != std::string_view::npos; open = text.find('[')) {
        auto const close = text.find(']', open);
        auto const inside = text.substr(open + 1, close - open - 1);
        auto const blank = inside.find(' ');
        result += text.substr(0, open);
        result += column(backend, inside.substr(0, blank), inside.substr(blank + 1));
        text.remove_prefix(close + 1);
    }
    return result += text;
}

} // namespace

Query rows_query(std::string_view name, std::string_view text)
{
    return rows_query(name, text, text);
}

Query rows_query(std::string_view name, std::string_view postgresql, std::string_view sqlite)
{
    return {std::string{name}, portable_query(name, with_columns(Backend::postgresql, postgresql)).postgresql,
            portable_query(name, with_columns(Backend::sqlite, sqlite)).sqlite};
}

} // namespace pf::db
