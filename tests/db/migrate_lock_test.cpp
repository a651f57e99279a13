// Migrations that meet locks of others: they give way, try again, and name who is in the way.
#include "pf/db/migrate.hpp"

#include "db/migrations.hpp"

#include <algorithm>

using namespace pf;
using db::Backend;
using test::Playground;

namespace {

constexpr std::chrono::milliseconds soon{50};

/// Applies all files of the folder.
void apply(Playground& playground, db::MigrateOptions const& options)
{
    auto const settings = playground.settings();
    auto database = db::Database::open(settings.database, settings.open);
    auto const set = migration::read_folder(playground.folder(), migration::Dialect::postgresql);
    db::Migrator{database, options}.run(
        [&](migration::History const& history) { return migration::plan_up(set, history, {}, ""); });
}

/// A database with the table `a`, which the playground's own connection holds locked, and a file that alters it.
void lock_table(Playground& playground)
{
    playground.write("0001_a.sql", "CREATE TABLE a (id INT);");
    playground.up();
    playground.write("0002_b.sql", "CREATE TABLE b (id INT);\nALTER TABLE a ADD COLUMN x INT;\n");
    playground.database().run("BEGIN; LOCK TABLE a IN ACCESS SHARE MODE");
}

} // namespace

TEST_CASE("M11: a statement that finds no lock gives way, and the whole file is tried again")
{
    Playground playground{Backend::postgresql};
    lock_table(playground);
    db::MigrateOptions options;
    options.lock_timeout = soon;
    int retries = 0;
    options.retrying = [&](migration::File const& file, Error const& error, std::chrono::milliseconds) {
        ++retries;
        CHECK(file.name == "0002_b");
        CHECK(error.code() == ExitCode::busy);
        CHECK_FALSE(playground.has("b")); // rolled back: nothing waits and nothing is held meanwhile
        playground.database().run(retries == 2 ? "COMMIT" : "SELECT 1");
    };
    apply(playground, options);
    CHECK(retries == 2);
    CHECK(playground.version() == "2");
    CHECK(playground.has("b"));
}

TEST_CASE("M11: when the lock stays taken the error names who holds it, and nothing is changed")
{
    Playground playground{Backend::postgresql};
    lock_table(playground);
    auto const pid = playground.database().value("SELECT CAST(pg_backend_pid() AS TEXT)");
    REQUIRE(pid);
    db::MigrateOptions options;
    options.lock_timeout = std::chrono::milliseconds{1200};
    options.lock_retries = 0;
    std::string told;
    options.blocked = [&](std::string const& holder) { told = holder; };
    try {
        apply(playground, options);
        FAIL("the table was altered under a lock");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::busy);
        CHECK(error.where() == playground.path("0002_b.sql") + ":2:1");
        CHECK(error.message() == "error: canceling statement due to lock timeout (55P03)");
        CHECK(std::ranges::any_of(error.details(), [&](std::string const& line) {
            return line.starts_with("LOCK HELD BY: ") &&
                   line.find("(server process " + *pid + ", ") != std::string::npos;
        }));
        CHECK(error.details().back() == "0002_b is rolled back; the database stays at version 1");
    }
    CHECK(told.find("(server process " + *pid + ", user ") != std::string::npos);
    CHECK(playground.version() == "1");
    CHECK_FALSE(playground.has("b"));
}

TEST_CASE("M11: the limits are explicit, whatever the role's settings say")
{
    Playground playground{Backend::postgresql};
    playground.database().run("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 9000', "
                              "current_database()); END $$");
    playground.write("0001_a.sql", "CREATE TABLE a AS SELECT current_setting('statement_timeout') AS s, "
                                   "current_setting('lock_timeout') AS l;");
    apply(playground, {});
    CHECK(playground.database().value("SELECT s || ' ' || l FROM a") == "0 5s");
}

TEST_CASE("M11: building an index CONCURRENTLY waits for older transactions as long as it takes")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (id INT);");
    playground.up();
    playground.write("0002_b.sql", "-- pf:no-transaction\nCREATE INDEX CONCURRENTLY idx_a ON a (id);\n");
    playground.database().run("BEGIN; INSERT INTO a VALUES (1)");
    db::MigrateOptions options;
    options.lock_timeout = soon;
    int looks = 0;
    options.blocked = [&](std::string const&) { // told after ten times that time-out
        ++looks;
        playground.database().run("COMMIT");
    };
    apply(playground, options);
    CHECK(looks == 1);
    CHECK(playground.version() == "2");
}
