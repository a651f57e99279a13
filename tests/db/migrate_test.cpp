#include "pf/base/text.hpp"
#include "pf/db/migrate.hpp"
#include "pf/db/postgres/driver.hpp"
#include "pf/db/session.hpp"

#include "db/migrations.hpp"
#include "support/values.hpp"

#include <libpq-fe.h>

#include <cstdio>

using namespace pf;
using db::Backend;
using test::Playground;

namespace {

using Lines = std::vector<std::string>;

bool holds(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE_TEMPLATE("up applies everything once, down takes it back", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    CHECK(playground.version().empty());
    playground.up();
    CHECK(playground.version() == "3");
    CHECK(playground.has("c"));
    CHECK(playground.up() == "nothing to do: the database is at version 3\n");
    playground.down();
    CHECK(playground.version() == "2");
    CHECK_FALSE(playground.has("c"));
    playground.up({3, {}});
    CHECK(playground.version() == "3");
    playground.down({{}, 2});
    CHECK(playground.version() == "1");
    playground.up({{}, 1});
    CHECK(playground.version() == "2");
    playground.down({0, {}});
    CHECK(playground.version() == "0");
    CHECK_FALSE(playground.has("a"));
    playground.up();
    CHECK(playground.version() == "3");
}

TEST_CASE_TEMPLATE("a dry run and a plan change nothing", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    std::ostringstream out;
    jobs::up(playground.settings(), {}, true, out);
    jobs::plan(playground.settings(), {1, {}}, false, out);
    CHECK(out.str() == "up   " + playground.path("0001_a.sql") + "  1 statement\n" + "up   " +
                           playground.path("0002_b.sql") + "  1 statement\n" + "up   " + playground.path("0003_c.sql") +
                           "  1 statement\n" + "up   " + playground.path("0001_a.sql") + "  1 statement\n");
    CHECK(playground.version().empty());
    CHECK_FALSE(playground.has("a"));
}

namespace {

/// By the clock that stands behind the history: the server's, which need not be ours.
Timestamp now_of(test::TempDatabase& database)
{
    if (database.database().backend() == db::Backend::sqlite) {
        return std::chrono::floor<std::chrono::milliseconds>(base::now());
    }
    return test::at(
        *database.value(R"(SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))"));
}

} // namespace

TEST_CASE_TEMPLATE("the history says who applied what, when and how long it took", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    auto const before = now_of(playground.database());
    playground.up();
    auto const history = db::Migrator{playground.database().database()}.history();
    REQUIRE(history.size() == 3);
    CHECK(history[0].version == 1);
    CHECK(history[0].name == "0001_a");
    CHECK(history[0].checksum.size() == 64);
    CHECK(history[0].applied_at >= before);
    CHECK(history[0].applied_at <= now_of(playground.database()));
    CHECK(holds(history[0].applied_by, "@"));
    CHECK(history[2].name == "0003_c");
}

TEST_CASE_TEMPLATE("the history reads back whatever stands in it", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up();
    std::string const table = Where::backend == Backend::postgresql ? "pf_migrate.history" : "pf_migrate_history";
    playground.database().run("UPDATE " + table + " SET applied_by = '<ü> &amp; \"x\" '' \\ @host' WHERE version = 2");
    CHECK(db::Migrator{playground.database().database()}.history()[1].applied_by == "<ü> &amp; \"x\" ' \\ @host");
}

TEST_CASE_TEMPLATE("M5: an edited applied file is refused before anything runs", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up({2, {}});
    std::string const original = "CREATE TABLE b (id INTEGER PRIMARY KEY);\n-- pf:down\nDROP TABLE b;\n";

    SUBCASE("one byte in a comment is enough")
    {
        playground.write("0002_b.sql", "-- x\n" + original);
        auto const error = playground.refusal();
        CHECK(error.code() == ExitCode::schema);
        CHECK(error.where() == playground.path("0002_b.sql"));
        CHECK(holds(error.message(), "was changed after it was applied"));
        CHECK(error.details().size() == 2);
        CHECK(playground.version() == "2");
        CHECK_FALSE(playground.has("c"));
    }
    SUBCASE("a byte order mark and CRLF are not an edit")
    {
        playground.write("0002_b.sql", "\xEF\xBB\xBF"
                                       "CREATE TABLE b (id INTEGER PRIMARY KEY);\r\n-- pf:down\r\nDROP TABLE b;\r\n");
        playground.up();
        CHECK(playground.version() == "3");
    }
}

TEST_CASE_TEMPLATE("M6: missing, late, duplicate and renamed files and a newer database are refused", Where,
                   PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up({2, {}});
    auto const refused = [&] {
        auto const error = playground.refusal();
        CHECK(error.code() == ExitCode::schema);
        CHECK_FALSE(error.hint().empty());
        CHECK(playground.version() == "2");
        CHECK_FALSE(playground.has("c"));
        return error.message();
    };

    SUBCASE("missing")
    {
        playground.remove("0001_a.sql");
        CHECK(holds(refused(), "\"0001_a.sql\" is applied"));
    }
    SUBCASE("late")
    {
        playground.up();
        playground.down({{}, 1}); // the history of 3 is gone, then forged to look as if 2 had been left out
        std::string const table = Where::backend == Backend::postgresql ? "pf_migrate.history" : "pf_migrate_history";
        playground.database().run("DELETE FROM " + table + " WHERE version = 1");
        CHECK(refused() == "comes late: version 1 is not applied, but version 2 is");
    }
    SUBCASE("duplicate")
    {
        playground.write("3_d.sql", "CREATE TABLE d (id INTEGER);");
        CHECK(refused() == "version 3 is there twice: \"0003_c.sql\" and \"3_d.sql\"");
    }
    SUBCASE("renamed")
    {
        std::filesystem::rename(playground.path("0002_b.sql"), playground.path("0002_z.sql"));
        CHECK(holds(refused(), "was applied under the name \"0002_b.sql\""));
    }
    SUBCASE("newer")
    {
        playground.remove("0002_b.sql");
        playground.remove("0003_c.sql");
        CHECK(refused() == "the schema is at version 2 (\"0002_b\"), newer than the version 1 that this program knows");
    }
}

TEST_CASE_TEMPLATE("a failing statement leaves the version before its file", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.write("0002_b.sql",
                     "CREATE TABLE b (id INTEGER PRIMARY KEY);\r\n\tINSERT INTO b (id) VALUES (1); -- ü\r\n"
                     "\tINSERT INTO b /* é */ (idd) VALUES (2);\r\n");
    auto const error = playground.refusal();
    CHECK(error.code() == ExitCode::bad_data);
    CHECK(playground.version() == "1");
    CHECK(playground.has("a"));
    CHECK_FALSE(playground.has("b"));
    bool const is_postgresql = Where::backend == Backend::postgresql;
    CHECK(error.where() == playground.path(is_postgresql ? "0002_b.sql:3:25" : "0002_b.sql:3:2"));
    CHECK(error.message() == (is_postgresql ? "error: column \"idd\" of relation \"b\" does not exist (42703)"
                                            : "error: table b has no column named idd (SQLite 1)"));
    REQUIRE(error.details().size() == 3);
    CHECK(error.details()[0] == "    3 |     INSERT INTO b /* é */ (idd) VALUES (2);");
    CHECK(error.details()[1] == (is_postgresql ? "      |                            ^" : "      |     ^"));
    CHECK(error.details()[2] == "0002_b is rolled back; the database stays at version 1");
}

TEST_CASE_TEMPLATE("an error without a position names the statement's first line", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write("0001_a.sql",
                     "CREATE TABLE a (id INTEGER PRIMARY KEY);\n-- twice\nINSERT INTO a (id)\nVALUES (1),\n"
                     "(1);");
    auto const error = playground.refusal();
    CHECK(error.where() == playground.path("0001_a.sql:3:1"));
    CHECK(error.details()[0] == "    3 | INSERT INTO a (id)");
    if (Where::backend == Backend::postgresql) {
        CHECK(error.message() == "error: duplicate key value violates unique constraint \"a_pkey\" (23505)");
        CHECK(error.details()[2] == "DETAIL: Key (id)=(1) already exists.");
    } else {
        CHECK(error.message() == "error: UNIQUE constraint failed: a.id (SQLite 1555)");
    }
}

TEST_CASE_TEMPLATE("M9: what a file sets does not reach the next", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    if (Where::backend == Backend::postgresql) {
        playground.write("0001_a.sql",
                         "CREATE SCHEMA s; SET search_path = s; SET TimeZone = 'Asia/Tokyo';"
                         "CREATE TEMPORARY TABLE t (id INT); PREPARE p AS SELECT 1; SET ROLE pg_monitor;");
        playground.write("0002_b.sql", "CREATE TEMPORARY TABLE t (id INT); PREPARE p AS SELECT 1;"
                                       "CREATE TABLE public.seen AS SELECT current_setting('search_path') AS path,"
                                       " current_setting('TimeZone') AS zone, CAST(current_user AS TEXT) AS who;");
        playground.up();
        CHECK(playground.database().value("SELECT path FROM seen") == "\"$user\", public");
        CHECK(playground.database().value("SELECT zone FROM seen") == "UTC");
        CHECK(playground.database().value("SELECT who FROM seen") != "pg_monitor");
    } else {
        playground.write("0001_a.sql", "CREATE TEMP TABLE t (id INT); CREATE TABLE a (id INT);");
        playground.write("0002_b.sql", "CREATE TEMP TABLE t (id INT);");
        playground.up();
        CHECK(playground.version() == "2");
    }
}

TEST_CASE("M9: a file that frees the runner's lock or drops the history is caught")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (id INT); SELECT pg_advisory_unlock_all();");
    CHECK(playground.refusal().message() == "error: cannot be recorded in the history: the runner's lock is gone");
    CHECK(playground.version() == "0");
    CHECK_FALSE(playground.has("a"));
    playground.write("0001_a.sql", "CREATE TABLE a (id INT); DROP SCHEMA pf_migrate CASCADE;");
    CHECK(holds(playground.refusal().message(), "error: cannot be recorded in the history: relation"));
    CHECK(playground.version() == "0");
    CHECK_FALSE(playground.has("a"));
}

TEST_CASE_TEMPLATE("M9: savepoints work inside a file", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write("0001_a.sql", "CREATE TABLE a (id INTEGER); SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO s;"
                                   "RELEASE s; INSERT INTO a VALUES (2);");
    playground.up();
    CHECK(playground.database().value("SELECT CAST(sum(id) AS VARCHAR(9)) FROM a") == "2");
}

TEST_CASE("a file without a transaction may build an index concurrently")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (id INT); INSERT INTO a VALUES (1), (1);");
    playground.write("0002_b.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY idx_a ON a (id);\n-- pf:down\n"
                                   "DROP INDEX CONCURRENTLY idx_a;");
    playground.up();
    CHECK(playground.has("idx_a"));
    playground.down();
    CHECK_FALSE(playground.has("idx_a"));
    playground.write("0002_b.sql", "-- pf:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY idx_a ON a (id);");
    playground.refusal();
    CHECK(playground.version() == "1");
}

TEST_CASE("the rows below COPY FROM STDIN are copied")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (id INT, note TEXT);\nCOPY a FROM STDIN;\n1\tx;'y\n2\t\\N\n\\.\n"
                                   "COPY a TO STDOUT;\nINSERT INTO a VALUES (3, 'z');\n");
    playground.up();
    CHECK(playground.database().value("SELECT string_agg(id || coalesce(note, '?'), ' ' ORDER BY id) FROM a") ==
          "1x;'y 2? 3z");
    playground.write("0002_b.sql", "COPY a FROM STDIN;\n1\tx\ny\tx\n\\.\n");
    auto const error = playground.refusal();
    CHECK(error.where() == playground.path("0002_b.sql:1:1"));
    CHECK(error.details()[2] == "CONTEXT: COPY a, line 2, column id: \"y\"");
}

TEST_CASE("standard_conforming_strings is followed while a file runs")
{
    Playground playground{Backend::postgresql};
    playground.write(
        "0001_a.sql",
        "CREATE TABLE a (note TEXT);\nSET standard_conforming_strings = off;\nSET escape_string_warning = off;\n"
        "INSERT INTO a VALUES ('it\\'s; fine');\n");
    playground.up();
    CHECK(playground.database().value("SELECT note FROM a") == "it's; fine");
}

TEST_CASE("an error at COMMIT says so")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql",
                     "CREATE TABLE a (id INT PRIMARY KEY);\nCREATE TABLE b (a_id INT REFERENCES a DEFERRABLE "
                     "INITIALLY DEFERRED);\nINSERT INTO b VALUES (1);\n");
    auto const error = playground.refusal();
    CHECK(error.where() == playground.path("0001_a.sql"));
    CHECK(holds(error.message(), "error: at COMMIT: insert or update on table \"b\""));
    CHECK(playground.version() == "0");
    CHECK_FALSE(playground.has("a"));
}

TEST_CASE("on SQLite a table can be rebuilt without losing what refers to it, and no reference may break")
{
    Playground playground{Backend::sqlite};
    playground.write(
        "0001_a.sql",
        "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id REFERENCES a (id) ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);");
    playground.write("0002_b.sql",
                     "CREATE TABLE new (id INTEGER PRIMARY KEY, x TEXT); INSERT INTO new (id) SELECT id FROM a;"
                     "DROP TABLE a; ALTER TABLE new RENAME TO a;");
    playground.up();
    CHECK(playground.database().value("SELECT CAST(count(*) AS VARCHAR(9)) FROM b") == "1");
    playground.write("0003_c.sql", "DELETE FROM a;");
    CHECK(playground.refusal().message() == "error: at COMMIT: row 1 of b refers to a row of a that does not exist");
    CHECK(playground.version() == "2");
    CHECK(playground.database().value("SELECT CAST(count(*) AS VARCHAR(9)) FROM a") == "1");
}

TEST_CASE_TEMPLATE("status names the state of every version", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    std::ostringstream out;
    playground.up({2, {}});
    auto const code = [&](bool check) { return jobs::status(playground.settings(), check, out).code; };
    CHECK(code(false) == ExitCode::ok);
    CHECK(code(true) == ExitCode::schema);
    playground.up();
    CHECK(code(true) == ExitCode::ok);
    playground.write("0001_a.sql", "SELECT 1;");
    playground.remove("0003_c.sql");
    out.str("");
    CHECK(code(false) == ExitCode::issues);
    CHECK(holds(out.str(), "edited"));
    CHECK(holds(out.str(), "newer"));
    CHECK(code(true) == ExitCode::schema);
}

TEST_CASE_TEMPLATE("programs bring an older schema up to date when they start", Where, PF_BACKENDS)
{
    test::TempDatabase temp{Where::backend, test::TempDatabase::Content::nothing};
    jobs::bring_up_to_date(temp.database(), true);
    auto const history = db::Migrator{temp.database()}.history();
    CHECK(history.size() == migration::embedded_set(Where::backend == Backend::sqlite ? migration::Dialect::sqlite
                                                                                      : migration::Dialect::postgresql)
                                .sources()
                                .size());
    CHECK_NOTHROW(jobs::bring_up_to_date(temp.database(), false));
}

TEST_CASE_TEMPLATE("PF_AUTO_MIGRATE=off turns that into a refusal that names the command", Where, PF_BACKENDS)
{
    test::TempDatabase temp{Where::backend, test::TempDatabase::Content::nothing};
    try {
        jobs::bring_up_to_date(temp.database(), false);
        FAIL("not refused");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::schema);
        CHECK(holds(error.message(), "the schema is at version 0, this program needs version"));
        CHECK(holds(error.hint(), "pf-migrate up"));
    }
    CHECK(db::Migrator{temp.database()}.history().empty());
}

TEST_CASE("M4: nothing to do is one round trip, and a running migration does not block it")
{
    test::TempDatabase temp{Backend::postgresql, test::TempDatabase::Content::nothing};
    jobs::bring_up_to_date(temp.database(), true);
    auto other = temp.connect();
    other.session().driver().run_script("SELECT pg_advisory_lock(8099265903396876897)");

    char* text = nullptr;
    std::size_t size = 0;
    FILE* const trace = ::open_memstream(&text, &size);
    PGconn* const connection = db::postgres::native(temp.database());
    PQtrace(connection, trace);
    PQsetTraceFlags(connection, PQTRACE_SUPPRESS_TIMESTAMPS);
    jobs::bring_up_to_date(temp.database(), true);
    PQuntrace(connection);
    std::fclose(trace);
    std::string const messages{text, size};
    std::free(text);
    std::size_t sent = 0;
    for (auto const line : base::split(messages, '\n')) {
        sent += line.starts_with("F\t") ? 1U : 0U;
    }
    CHECK(sent == 1);
}

TEST_CASE("a plan as SQL does what up does")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    playground.write("0004_d.sql",
                     "CREATE TABLE d (note TEXT);\nINSERT INTO d VALUES ('a;b')\n-- the last has no semicolon\n");
    std::ostringstream script;
    jobs::plan(playground.settings(), {}, true, script);
    CHECK(playground.version().empty());
    std::string text = script.str();
    text.erase(0, text.find("PRAGMA"));
    playground.database().run(text);
    CHECK(playground.up() == "nothing to do: the database is at version 4\n");
    CHECK(playground.database().value("SELECT note FROM d") == "a;b");
}
