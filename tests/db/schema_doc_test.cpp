#include "pf/base/text.hpp"

#include "support/source_dir.hpp"
#include "support/temp_database.hpp"

#include <fstream>
#include <map>
#include <sstream>

using namespace pf;
using namespace pf::test;

namespace {

/// `column` or `column null`, in order, for each table and view.
using Columns = std::map<std::string, std::vector<std::string>>;

/// What stands between the first two backticks of the cell.
std::string code(std::string_view cell)
{
    auto const parts = base::split(cell, '`');
    return parts.size() < 3 ? std::string{} : std::string{parts[1]};
}

/// The sections `### name` of docs/schema.md, and the rows of their tables.
/// \param backend  whose views are meant: SQLite computes none
Columns documented(db::Backend backend)
{
    std::ifstream file{test::source_dir() + "/docs/schema.md"};
    REQUIRE(file.is_open());
    Columns columns;
    std::string section;
    for (std::string line; std::getline(file, line);) {
        if (line == "## Views of PostgreSQL" && backend == db::Backend::sqlite) {
            break; // nothing but indexes and keys comes behind it
        }
        if (line.starts_with("## ")) {
            section.clear();
        } else if (line.starts_with("### ")) {
            section = line.substr(4);
        } else if (!section.empty() && line.starts_with("| `")) {
            auto const cells = base::split(line, '|');
            auto const null = cells.size() > 4 && base::trimmed(cells[2]) == "yes";
            columns[section].push_back(code(cells[1]) + (null ? " null" : ""));
        }
    }
    return columns;
}

/// The same of the database. Columns of views have no say about NULL.
Columns existing(TempDatabase& temporary)
{
    auto const rows = temporary.driver().read(
        {"test",
         "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), c.relkind = 'v' OR a.attnotnull FROM pg_class AS c "
         "JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
         "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY c.relname, a.attnum",
         "SELECT m.name, c.name, m.type = 'view' OR c.\"notnull\" OR c.pk > 0 FROM sqlite_schema AS m "
         "JOIN pragma_table_info(m.name) AS c WHERE m.type IN ('table', 'view') AND m.name NOT GLOB 'sqlite_*' "
         "AND m.name NOT GLOB 'pf_migrate*' ORDER BY m.name, c.cid"},
        {});
    Columns columns;
    while (rows->next()) {
        std::string const name{rows->text()};
        std::string const column{rows->text()};
        columns[name].push_back(column + (rows->boolean() ? "" : " null"));
    }
    return columns;
}

} // namespace

TEST_CASE_TEMPLATE("docs/schema.md names every column of every table and view, in order, and which may be NULL", Where,
                   PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    auto const expected = documented(Where::backend);
    auto const found = existing(temporary);
    CHECK(expected.size() == (Where::backend == db::Backend::sqlite ? 22 : 26));
    for (auto const& relation : found) {
        CAPTURE(relation.first);
        auto const section = expected.find(relation.first);
        REQUIRE(section != expected.end());
        CHECK(base::join(section->second, ", ") == base::join(relation.second, ", "));
    }
    CHECK(found.size() == expected.size());
}
