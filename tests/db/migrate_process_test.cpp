// Migrations by several processes, and by processes that die: the real program is started, and really killed.
#include "pf/base/text.hpp"
#include "pf/db/migrate.hpp"

#include "db/migrations.hpp"
#include "support/process.hpp"

#include <chrono>

using namespace pf;
using db::Backend;
using test::Playground;
using test::Process;

namespace {

/// A run of pf-migrate on the playground's database and folder.
Process start(Playground const& playground, std::vector<std::string> const& arguments, std::string const& name = "run")
{
    std::vector<std::string> command{test::program("pf-migrate"), "--database", playground.url(), "--schema-dir",
                                     playground.folder().string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return Process{command, playground.path(name + ".out")};
}

/// Asks the server until the answer is yes; it waits a little before it answers.
void wait_until(Playground& playground, std::string const& condition)
{
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (playground.database().value("SELECT '1' FROM pg_sleep(0.01) WHERE " + condition) != "1") {
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, "never true: ", condition);
    }
}

std::string const sleeping =
    "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
    "AND query LIKE 'SELECT pg_sleep(600%')";

/// The tables and the history agree: the version is old or new, nothing is between.
void check_whole(Playground& playground, std::string const& version)
{
    CHECK(playground.version() == version);
    CHECK(playground.has("a") == (version >= "1"));
    CHECK(playground.has("b") == (version >= "2"));
    CHECK(playground.has("c") == (version >= "3"));
}

} // namespace

TEST_CASE("M2: a runner that is killed inside a long statement frees the lock, and its work is gone")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\nSELECT pg_sleep(600);\n");
    auto runner = start(playground, {"up"});
    wait_until(playground, sleeping);
    runner.kill(SIGKILL);
    CHECK(runner.wait() == -SIGKILL);

    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\n");
    auto again = start(playground, {"up", "--lock-wait", "10"});
    CHECK(again.wait() == 0);
    CAPTURE(again.output());
    check_whole(playground, "3");
    wait_until(playground, "NOT " + sleeping);
}

TEST_CASE("a runner that is killed in the middle of a file leaves the version before it")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\nSELECT pg_sleep(600);\n");
    SUBCASE("by kill -9")
    {
        auto runner = start(playground, {"up"});
        wait_until(playground, sleeping);
        runner.kill(SIGKILL);
        CHECK(runner.wait() == -SIGKILL);
    }
    SUBCASE("by Ctrl-C")
    {
        auto runner = start(playground, {"up"});
        wait_until(playground, sleeping);
        runner.kill(SIGINT);
        CHECK(runner.wait() == 128 + SIGINT);
    }
    SUBCASE("by the end of its server process")
    {
        auto runner = start(playground, {"up"});
        wait_until(playground, sleeping);
        playground.database().run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT "
                                  "pg_sleep(600%' AND pid <> pg_backend_pid()");
        CHECK(runner.wait() == 74);
    }
    wait_until(playground, "NOT " + sleeping);
    check_whole(playground, "1");
    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\n");
    playground.up();
    check_whole(playground, "3");
}

TEST_CASE("on SQLite a runner that is killed in the middle of a file leaves the version before it")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    playground.write("0002_b.sql",
                     "CREATE TABLE b (id INTEGER);\nWITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM "
                     "r) INSERT INTO b SELECT count(*) FROM r;\n");
    auto runner = start(playground, {"up"});
    while (playground.version() != "1") { // the first file is there, the second never ends
    }
    runner.kill(SIGKILL);
    CHECK(runner.wait() == -SIGKILL);
    check_whole(playground, "1");
    playground.write("0002_b.sql", "CREATE TABLE b (id INTEGER);\n");
    playground.up();
    check_whole(playground, "3");
}

namespace {

/// Starts twenty runners at once on an empty database; one of them has to apply everything.
void race(Playground& playground)
{
    std::vector<Process> runners;
    for (int i = 0; i < 20; ++i) {
        runners.push_back(start(playground, {"up"}, std::to_string(i)));
    }
    int applied = 0;
    for (auto& runner : runners) {
        int const code = runner.wait();
        auto const output = runner.output();
        CAPTURE(output);
        CHECK(code == 0);
        applied += output.find("0003_c") == std::string::npos ? 0 : 1;
    }
    CHECK(applied == 1);
    check_whole(playground, "3");
    CHECK(playground.database().value("SELECT CAST(indisvalid AS TEXT) FROM pg_index WHERE indexrelid = "
                                      "CAST('c' AS regclass)") == "true");
}

/// Lines of the server's log about this database that are no LOG.
std::vector<std::string> complaints_of_server(Playground& playground)
{
    char const* const path = std::getenv("PF_TEST_PG_LOG");
    REQUIRE_MESSAGE(path != nullptr, "PF_TEST_PG_LOG is not set; start a server with scripts/with-services COMMAND");
    std::ifstream log{path};
    REQUIRE(log.good());
    std::string const about = "[" + *playground.database().value("SELECT CAST(current_database() AS TEXT)") + "] ";
    std::vector<std::string> found;
    for (std::string line; std::getline(log, line);) {
        std::size_t const at = line.find(about);
        if (at != std::string::npos && line.compare(at + about.size(), 4, "LOG:") != 0) {
            found.push_back(line);
        }
    }
    return found;
}

} // namespace

// PF_RACE_ROUNDS=50 for more rounds.
TEST_CASE("M3: twenty runners on an empty database: one applies, the others find nothing to do, all exit 0")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "CREATE TABLE b (id INT); INSERT INTO b SELECT * FROM generate_series(1, 10000);");
    playground.write("0003_c.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY c ON b (id);");
    CHECK_THROWS(playground.database().run("SELECT 1 / 0")); // is it the right log?
    CHECK(complaints_of_server(playground).size() == 2);     // ERROR and STATEMENT
    char const* const rounds = std::getenv("PF_RACE_ROUNDS");
    for (int round = 0; round < (rounds == nullptr ? 5 : std::stoi(rounds)); ++round) {
        CAPTURE(round);
        playground.database().run("DROP SCHEMA IF EXISTS pf_migrate CASCADE; DROP SCHEMA public CASCADE; "
                                  "CREATE SCHEMA public");
        race(playground);
    }
    auto const complaints = complaints_of_server(playground);
    CAPTURE(base::join(complaints, "\n"));
    CHECK(complaints.size() == 2);
}

TEST_CASE("M3: the holder of the lock is named, and --lock-wait limits the waiting")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\nSELECT pg_sleep(600);\n");
    auto const holder = start(playground, {"up"}, "holder");
    wait_until(playground, sleeping);
    auto waiting = start(playground, {"up", "--lock-wait", "0"}, "waiting");
    CHECK(waiting.wait() == 75);
    auto const pid = playground.database().value( // of this database: others hold locks of theirs
        "SELECT CAST(l.pid AS TEXT) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND d.datname = current_database()");
    REQUIRE(pid);
    auto const output = waiting.output();
    CAPTURE(output);
    CHECK(output.find("another migration is running: pf-migrate/") != std::string::npos);
    CHECK(output.find("(server process " + *pid + ", connected since ") != std::string::npos);
}

TEST_CASE("ten runners on an empty SQLite file: every file is applied once, all exit 0")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    std::vector<Process> runners;
    for (int i = 0; i < 10; ++i) {
        runners.push_back(start(playground, {"up"}, std::to_string(i)));
    }
    for (auto& runner : runners) {
        int const code = runner.wait();
        auto const output = runner.output();
        CAPTURE(output);
        CHECK(code == 0);
    }
    check_whole(playground, "3");
}

TEST_CASE("on SQLite --lock-wait 0 does not wait for another writer")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    playground.database().run("BEGIN IMMEDIATE");
    auto waiting = start(playground, {"up", "--lock-wait", "0"});
    CHECK(waiting.wait() == 75);
    playground.database().run("ROLLBACK");
    CHECK(playground.version().empty());
}
