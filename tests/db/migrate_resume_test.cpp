// Files without a transaction: each statement is recorded, and a run that was cut short is taken up where it ended.
#include "pf/db/migrate.hpp"

#include "db/migrations.hpp"
#include "support/process.hpp"

#include <chrono>

using namespace pf;
using db::Backend;
using test::Playground;
using test::Process;

namespace {

constexpr char const* index_is_valid =
    "SELECT CAST(i.indisvalid AS TEXT) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
    "WHERE c.relname = 'idx_2'";
constexpr char const* first_index = "SELECT CAST(oid AS TEXT) FROM pg_class WHERE relname = 'idx_1'";

void write_indexes(Playground const& playground, std::string const& second)
{
    playground.write("0001_a.sql", "CREATE TABLE a (id INT); INSERT INTO a VALUES (1), (1);");
    playground.write("0002_b.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY idx_1 ON a (id);\n" + second +
                                       ";\nCREATE INDEX CONCURRENTLY idx_3 ON a (id);\n");
}

constexpr char const* unique_index = "CREATE UNIQUE INDEX CONCURRENTLY idx_2 ON a (id)";

std::string progress(Playground& playground)
{
    return playground.database()
        .value("SELECT string_agg(statement || CASE WHEN done_at IS NULL THEN ' begun' ELSE ' done' END, ', ' "
               "ORDER BY statement) FROM pf_migrate.progress")
        .value_or("");
}

} // namespace

TEST_CASE("M10: after a failure the next run goes on there, and rebuilds the index that was left INVALID")
{
    Playground playground{Backend::postgresql};
    write_indexes(playground, unique_index);
    auto const error = playground.refusal();
    CHECK(error.where() == playground.path("0002_b.sql") + ":3:1");
    CHECK(error.details().back() ==
          "0002_b runs without a transaction: its statements before this one are done, and the "
          "next run goes on here; the database stays at version 1");
    CHECK(playground.database().value(index_is_valid) == "false");
    CHECK(progress(playground) == "1 done, 2 begun");
    auto const first = playground.database().value(first_index);

    playground.database().run("DELETE FROM a WHERE ctid <> (SELECT min(ctid) FROM a)");
    playground.up();
    CHECK(playground.version() == "2");
    CHECK(playground.database().value(index_is_valid) == "true");
    CHECK(playground.database().value(first_index) == first);
    CHECK(playground.has("idx_3"));
    CHECK(progress(playground).empty());
}

TEST_CASE("M10: an index that was finished before the run was cut short is not built again")
{
    Playground playground{Backend::postgresql};
    write_indexes(playground, unique_index);
    playground.refusal();
    playground.database().run("DROP INDEX idx_2; DELETE FROM a; CREATE UNIQUE INDEX idx_2 ON a (id)");
    playground.up();
    CHECK(playground.version() == "2");
    CHECK(playground.database().value(index_is_valid) == "true");
}

TEST_CASE("M10: a runner that is killed in a statement is followed by one that begins there")
{
    Playground playground{Backend::postgresql};
    write_indexes(playground, "SELECT pg_sleep(600)");
    Process runner{{test::program("pf-migrate"), "up", "--database", playground.url(), "--schema-dir",
                    playground.folder().string()},
                   playground.path("run.out")};
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (
        playground.database().value("SELECT '1' FROM pg_sleep(0.01) WHERE EXISTS (SELECT FROM pg_stat_activity WHERE "
                                    "state = 'active' AND query LIKE 'SELECT pg_sleep(600%' AND "
                                    "datname = current_database())") != "1") {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
    }
    runner.kill(SIGKILL);
    runner.wait();
    CHECK(progress(playground) == "1 done, 2 begun");

    write_indexes(playground, "SELECT 2");
    playground.up(); // the first statement would fail if it ran again
    CHECK(playground.version() == "2");
    CHECK(playground.has("idx_3"));
}

TEST_CASE_TEMPLATE("M10: a statement that is done may not change; repair begins anew", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE TABLE a (id INT);\nINSERT INTO b VALUES (1);\n");
    playground.refusal();
    CHECK(playground.has("a"));
    CHECK(playground.version() == "0");

    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE TABLE aa (id INT);\nCREATE TABLE b (id INT);\n");
    auto const error = playground.refusal();
    CHECK(error.code() == ExitCode::schema);
    CHECK(error.where() == playground.path("0001_a.sql") + ":2:1");
    CHECK(error.message() == "statement 1 was changed after it ran");

    std::ostringstream out;
    jobs::repair(playground.settings(), "0001_a.sql", "took it back by hand", out);
    playground.up();
    CHECK(playground.has("aa"));
    CHECK(playground.has("b"));
    CHECK(playground.version() == "1");
}

TEST_CASE("M10: what the statements that are done have set holds for the others")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE SCHEMA s;\nSET search_path = s;\n"
                                   "CREATE TABLE a (id INT);\nINSERT INTO a VALUES ('x');\n");
    playground.refusal();
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE SCHEMA s;\nSET search_path = s;\n"
                                   "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\n");
    playground.up();
    CHECK(playground.database().value("SELECT CAST(count(*) AS TEXT) FROM s.a") == "1");
}

TEST_CASE_TEMPLATE("M10, M12: the plan as SQL holds what is not done yet", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE TABLE a (id INT);\nINSERT INTO a VALUES (b);\n"
                                   "CREATE TABLE c (id INT)");
    playground.refusal();
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\n"
                                   "CREATE TABLE c (id INT)");
    std::ostringstream out;
    jobs::plan(playground.settings(), {}, true, out);
    std::string script = out.str();
    CHECK(script.find("CREATE TABLE a ") == std::string::npos);
    script.erase(0, script.find("-- its first 1 of 3 statements are done"));
    REQUIRE_FALSE(script.empty());
    playground.database().run(script);
    CHECK(playground.version() == "1");
    CHECK(playground.has("c"));
    CHECK(playground.up().starts_with("nothing to do"));
}

TEST_CASE("an index that is built CONCURRENTLY needs a name")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY ON a (id);\n");
    CHECK(playground.refusal().message() == "error: an index that is built CONCURRENTLY needs a name");
}
