// A plan as a script, run by the real psql and the real sqlite3, against what `up` does.
#include "db/migrations.hpp"
#include "support/process.hpp"

using namespace pf;
using db::Backend;
using test::Playground;
using test::Process;

namespace {

std::string run(Playground const& playground, std::vector<std::string> const& command)
{
    Process process{command, playground.path("output")};
    int const code = process.wait();
    auto const output = process.output();
    CAPTURE(output);
    REQUIRE(code == 0);
    return output;
}

std::string file_of(std::string const& sqlite_url)
{
    return sqlite_url.substr(std::string{"sqlite:"}.size());
}

/// Schema and rows, but of the history only what does not depend on the run, and without the runner's notes on files
/// that have no transaction: it makes that table when it first needs it.
std::string dump(Playground& playground)
{
    bool const is_sqlite = playground.database().database().backend() == Backend::sqlite;
    auto const text = is_sqlite ? run(playground, {"sqlite3", file_of(playground.url()), ".dump"})
                                : run(playground, {"pg_dump", "--exclude-table-data=pf_migrate.history",
                                                   "--exclude-table=pf_migrate.progress", playground.url()});
    std::string kept;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        bool const is_key = line.starts_with("\\restrict") || line.starts_with("\\unrestrict"); // random
        bool const is_history = line.starts_with("INSERT INTO pf_migrate_history");
        kept += is_key || is_history ? "" : line + "\n";
    }
    auto const history = playground.database().value(
        is_sqlite ? "SELECT group_concat(version || name || checksum) FROM pf_migrate_history"
                  : "SELECT string_agg(version || name || checksum, ',' ORDER BY version) FROM pf_migrate.history");
    return kept + history.value_or("");
}

/// Runs the plan that pf-migrate prints in another database, and compares.
void check_preview(Playground& done, jobs::MigrateSettings settings, Backend backend)
{
    Playground previewed{backend};
    std::ostringstream applied;
    jobs::up(settings, {}, false, applied);
    settings.database = previewed.settings().database;
    std::ostringstream script;
    jobs::plan(settings, {}, true, script);
    previewed.write("plan", script.str());
    if (backend == Backend::sqlite) {
        run(previewed, {"sqlite3", file_of(previewed.url()), ".read " + previewed.path("plan")});
    } else {
        run(previewed, {"psql", "-X", "-q", "-d", previewed.url(), "-f", previewed.path("plan")});
    }
    auto const expected = dump(done);
    REQUIRE(expected.find("CREATE TABLE") != std::string::npos);
    CHECK(dump(previewed) == expected);
    std::ostringstream again;
    jobs::up(settings, {}, false, again);
    CHECK(again.str().starts_with("nothing to do"));
}

} // namespace

TEST_CASE_TEMPLATE("M12: the plan of our own schema as a script gives the same schema as up", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    auto settings = playground.settings();
    settings.schema_dir.reset();
    check_preview(playground, settings, Where::backend);
}

TEST_CASE("M12: so does a plan with rows to copy, files without a transaction, and files that change the session")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql",
                     "CREATE SCHEMA s;\nCREATE TABLE a (id INT, note TEXT);\nCOPY a FROM STDIN;\n1\tx;'y\n2\t\\N\n\\.\n"
                     "SET search_path = s;\nSET standard_conforming_strings = off;\nSET escape_string_warning = off;\n"
                     "INSERT INTO public.a VALUES (3, 'it\\'s; fine');\nCREATE TEMPORARY TABLE b (id INT);\n"
                     "PREPARE p AS SELECT 1;\nSET ROLE pg_monitor -- without a semicolon\n");
    playground.write("0002_b.sql", "CREATE TABLE b (path TEXT DEFAULT 'C:\\');\nINSERT INTO b SELECT "
                                   "current_setting('search_path');\nPREPARE p AS SELECT 2;\n");
    playground.write("0003_c.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY idx_a ON a (id)");
    playground.write("0004_d.sql",
                     "CREATE FUNCTION f() RETURNS INT BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 "
                     "END; END;\nCREATE RULE r AS ON UPDATE TO a DO ALSO (SELECT 1; SELECT 2);\n"
                     "COPY b FROM STDIN;\nlast\n\\.\n");
    check_preview(playground, playground.settings(), Backend::postgresql);
}

TEST_CASE("M12: so does a plan for SQLite with triggers and a rebuilt table")
{
    Playground playground{Backend::sqlite};
    playground.write("0001_a.sql",
                     "CREATE TABLE a (id INTEGER PRIMARY KEY, note TEXT);\nCREATE TRIGGER t AFTER INSERT ON a "
                     "BEGIN UPDATE a SET note = 'a;b' WHERE id = new.id; END;\nINSERT INTO a VALUES (1, '');\n"
                     "CREATE TABLE c (a_id INTEGER REFERENCES a (id)); INSERT INTO c VALUES (1)");
    playground.write("0002_b.sql",
                     "CREATE TABLE b (id INTEGER PRIMARY KEY, note TEXT NOT NULL);\nINSERT INTO b SELECT * FROM "
                     "a;\nDROP TABLE a;\nALTER TABLE b RENAME TO a;\n");
    check_preview(playground, playground.settings(), Backend::sqlite);
}
