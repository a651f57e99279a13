#include "pf/base/error.hpp"
#include "pf/migration/concurrent_index.hpp"
#include "pf/migration/file.hpp"
#include "pf/migration/progress.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::migration;

namespace {

File file_of(std::string const& sql)
{
    return parse(source_of("0001_a.sql", "-- pf:no-transaction\n" + sql, Dialect::postgresql));
}

/// `name of table`, as written.
std::string index_of(std::string const& sql)
{
    Script const script{"a.sql", sql, Dialect::postgresql};
    Scanner scanner{script};
    auto const index = concurrent_index(script, *scanner.next_statement());
    return index ? index->name.value_or("") + " of " + index->table : "none";
}

Progress progress_of(File const& file, std::size_t done)
{
    Progress progress;
    Scanner scanner{file.script, file.up.range};
    for (; progress.done.size() < done;) {
        progress.add(statement_checksum(file.script, *scanner.next_statement()), true);
    }
    return progress;
}

} // namespace

TEST_CASE("the name and the table of an index that is built concurrently")
{
    CHECK(index_of("CREATE INDEX CONCURRENTLY i ON t (x)") == "i of t");
    CHECK(index_of("create unique index concurrently if not exists \"I \"\"x\" on only s.\"T.t\" (x)") ==
          "\"I \"\"x\" of s.\"T.t\"");
    CHECK(index_of("CREATE /* a /* b */ c */ INDEX -- d\n CONCURRENTLY i$1 ON\tt(x)") == "i$1 of t");
    CHECK(index_of("CREATE INDEX CONCURRENTLY ON t (x)") == " of t");
    CHECK(index_of("CREATE INDEX i ON t (x)") == "none");
    CHECK(index_of("DROP INDEX CONCURRENTLY i") == "none");
    CHECK(index_of("CREATE INDEX CONCURRENTLY") == " of ");
}

TEST_CASE("M10: what is done of a file is left out, but for settings")
{
    auto const file = file_of("SET a = 1;\nVACUUM b;\nVACUUM c;");
    auto const rest = remaining(file, Direction::up, progress_of(file, 2));
    CHECK(rest.up.done == 2);
    CHECK(rest.up.statements == 3);
    Scanner scanner{rest.script, rest.up.range};
    std::string run;
    for (std::size_t number = 1; auto const statement = scanner.next_statement(); ++number) {
        run += is_to_run(rest.up, number, *statement) ? std::to_string(number) : "";
    }
    CHECK(run == "13");
}

TEST_CASE("M10: a statement that is done must be what it was; the others may change")
{
    auto const progress = progress_of(file_of("VACUUM a;\nVACUUM b;"), 1);
    CHECK(remaining(file_of("VACUUM a;\nVACUUM c;\nVACUUM d;"), Direction::up, progress).up.done == 1);
    CHECK_THROWS_WITH_AS(static_cast<void>(remaining(file_of("\nVACUUM aa;\nVACUUM b;"), Direction::up, progress)),
                         "0001_a.sql:3:1: statement 1 was changed after it ran", pf::Error);
    auto const longer = progress_of(file_of("VACUUM a;\nVACUUM b;"), 2);
    CHECK_THROWS_WITH_AS(static_cast<void>(remaining(file_of("VACUUM a;"), Direction::up, longer)),
                         "0001_a.sql: 2 statements of this file have run, but it holds only 1 now", pf::Error);
}
