#include "pf/migration/lint.hpp"

#include "support/lint_twins.hpp"
#include "support/source_dir.hpp"
#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

using namespace pf::migration;
using pf::test::mark;
using pf::test::Twin;
using Texts = std::vector<std::string>;

namespace {

Set set_of(Texts const& texts, Dialect dialect)
{
    std::vector<Source> sources;
    for (auto const& text : texts) {
        sources.push_back(source_of("000" + std::to_string(sources.size() + 1) + "_x.sql", text, dialect));
    }
    return Set{std::move(sources)};
}

/// Nothing is to be found but what the SQL says: the file says that it has no way back, when it has none.
std::string complete(std::string const& text)
{
    bool const has_down = text.find("-- pf:down") != std::string::npos;
    return has_down ? text : text + "\n-- pf:irreversible\n";
}

std::vector<Finding> found_in(std::string const& text, Dialect dialect)
{
    Texts texts = pf::test::parts_of(text);
    std::transform(texts.begin(), texts.end(), texts.begin(), complete);
    return lint(set_of(texts, dialect));
}

/// `0001_x.sql:1:8 drop-table`
Texts shown(std::vector<Finding> const& findings)
{
    Texts lines;
    for (auto const& finding : findings) {
        lines.push_back(place(finding.file, finding.position) + " " + std::string{finding.code});
    }
    return lines;
}

/// The one that the mark stands for.
std::string expected(Twin const& twin)
{
    auto const parts = pf::test::parts_of(twin.bad);
    auto const marked = std::find_if(parts.begin(), parts.end(),
                                     [](std::string const& part) { return part.find(mark) != std::string::npos; });
    auto const file = std::to_string(marked - parts.begin() + 1);
    return place("000" + file + "_x.sql", position_of(*marked, marked->find(mark))) + " " + std::string{twin.code};
}

void check(std::vector<Twin> const& twins, Dialect dialect)
{
    for (auto const& twin : twins) {
        CAPTURE(twin.bad);
        auto const findings = found_in(pf::test::without_mark(twin.bad), dialect);
        CHECK(shown(findings) == Texts{expected(twin)});
        CHECK(shown(found_in(twin.good, dialect)) == Texts{});
    }
}

bool is_sql(std::string const& rewrite)
{
    return rewrite.ends_with(';') && rewrite.find(" TYPE;") == std::string::npos;
}

void check_rewrites(std::vector<Twin> const& twins, Dialect dialect)
{
    std::size_t checked = 0;
    for (auto const& twin : twins) {
        for (auto const& finding : found_in(pf::test::without_mark(twin.bad), dialect)) {
            if (is_sql(finding.rewrite)) {
                CAPTURE(finding.rewrite);
                CHECK(shown(found_in(finding.rewrite, dialect)) == Texts{});
                ++checked;
            }
        }
    }
    CHECK(checked > twins.size() / 2);
}

std::set<std::string> codes_for(bool LintCode::*backend)
{
    std::set<std::string> codes;
    for (auto const& code : lint_codes()) {
        if (code.*backend) {
            codes.emplace(code.code);
        }
    }
    return codes;
}

std::set<std::string> codes_in(std::vector<Twin> const& twins)
{
    // What concerns whole files and directives has tests of its own.
    std::set<std::string> codes{"missing-down", "allow-without-reason", "unused-allow"};
    std::transform(twins.begin(), twins.end(), std::inserter(codes, codes.end()),
                   [](Twin const& twin) { return std::string{twin.code}; });
    return codes;
}

/// The codes and backends of the table in the section "Lint".
std::vector<std::pair<std::string, std::string>> documented()
{
    std::ifstream page{pf::test::source_dir() + "/docs/migrations.md"};
    std::vector<std::pair<std::string, std::string>> codes;
    bool in_section = false;
    for (std::string line; std::getline(page, line);) {
        in_section = line.starts_with("## ") ? line == "## Lint" : in_section;
        if (in_section && line.starts_with("| `")) {
            auto const end = line.find('`', 3);
            auto const backend = line.find("| ", end) + 2;
            codes.emplace_back(line.substr(3, end - 3), line.substr(backend, line.find(" |", backend) - backend));
        }
    }
    return codes;
}

} // namespace

TEST_CASE("M15: every rule finds its example where it stands, and nothing in the harmless twin")
{
    check(pf::test::postgresql_twins(), Dialect::postgresql);
    check(pf::test::sqlite_twins(), Dialect::sqlite);
}

TEST_CASE("M15: every code has an example")
{
    CHECK(codes_in(pf::test::postgresql_twins()) == codes_for(&LintCode::postgresql));
    CHECK(codes_in(pf::test::sqlite_twins()) == codes_for(&LintCode::sqlite));
}

TEST_CASE("M15: in what is proposed instead, lint finds nothing")
{
    check_rewrites(pf::test::postgresql_twins(), Dialect::postgresql);
    check_rewrites(pf::test::sqlite_twins(), Dialect::sqlite);
}

TEST_CASE("M15: the built-in migrations are clean")
{
    CHECK(shown(lint(embedded_set(Dialect::postgresql))) == Texts{});
    CHECK(shown(lint(embedded_set(Dialect::sqlite))) == Texts{});
}

TEST_CASE("M15: the documentation lists the codes, each with its backends")
{
    std::vector<std::pair<std::string, std::string>> codes;
    for (auto const& code : lint_codes()) {
        codes.emplace_back(code.code, !code.sqlite ? "PostgreSQL" : code.postgresql ? "both" : "SQLite");
    }
    CHECK(documented() == codes);
}

TEST_CASE("M15: a finding says what it is about, why it hurts and what to write instead")
{
    auto const findings =
        found_in("-- é\nSELECT 'é'; alter table lots\n\tadd column x integer not null;", Dialect::postgresql);
    REQUIRE(findings.size() == 1);
    auto const& finding = findings.front();
    CHECK(finding.file == "0001_x.sql");
    CHECK(finding.position == Position{3, 23});
    CHECK(finding.excerpt == Texts{"    3 |     add column x integer not null;", "      |                          ^"});
    CHECK(finding.message == "column \"x\" is added to existing table \"lots\" as NOT NULL without a default");
    CHECK(finding.reason == "it fails as soon as the table has a row, and programs that still run do not fill it");
    CHECK(finding.rewrite == "ALTER TABLE lots ADD COLUMN x integer;\n-- fill it; then NOT NULL as for set-not-null");
}

TEST_CASE("M15: findings are in the order of the files and the places in them")
{
    CHECK(shown(found_in("TRUNCATE a CASCADE; DROP TABLE b; CREATE TABLE c (d real);\n"
                         "ALTER TABLE e DROP f, DROP g;\n-- in the next file:\nDROP TABLE c;",
                         Dialect::postgresql)) ==
          Texts{"0001_x.sql:1:12 truncate-cascade", "0001_x.sql:1:32 drop-table", "0001_x.sql:1:53 float-column",
                "0001_x.sql:2:20 drop-column", "0001_x.sql:2:28 drop-column", "0002_x.sql:2:12 drop-table"});
}

TEST_CASE("M15: what SQLite does not have is not looked for there")
{
    auto const allowed = codes_for(&LintCode::sqlite);
    std::size_t checked = 0;
    for (auto const& twin : pf::test::postgresql_twins()) {
        CAPTURE(twin.bad);
        if (twin.bad.find("BEGIN ATOMIC") == std::string::npos) { // which it cannot read
            for (auto const& finding : found_in(pf::test::without_mark(twin.bad), Dialect::sqlite)) {
                CHECK(allowed.count(std::string{finding.code}) == 1);
                ++checked;
            }
        }
    }
    CHECK(checked > 0);
}

TEST_CASE("M15: SQL that is cut short is left to the server")
{
    for (std::string const text : {"CREATE;",
                                   "CREATE INDEX;",
                                   "CREATE INDEX ON;",
                                   "CREATE TABLE;",
                                   "CREATE TABLE a;",
                                   "CREATE TABLE a (b,,c);",
                                   "ALTER TABLE;",
                                   "ALTER TABLE a;",
                                   "ALTER TABLE a ADD;",
                                   "ALTER TABLE a ADD b DEFAULT;",
                                   "ALTER TABLE a ADD CONSTRAINT;",
                                   "ALTER TABLE a ALTER b TYPE;",
                                   "ALTER TABLE a RENAME;",
                                   "ALTER TABLE a DROP;",
                                   "ALTER TABLE a ADD b CHECK;",
                                   "ALTER TYPE;",
                                   "ALTER TYPE a ADD VALUE;",
                                   "DROP TABLE;",
                                   "REINDEX;",
                                   "TRUNCATE;",
                                   "a b)) c;"}) {
        CAPTURE(text);
        for (auto const dialect : {Dialect::postgresql, Dialect::sqlite}) {
            CHECK(shown(found_in(text, dialect)) == Texts{});
        }
    }
}
