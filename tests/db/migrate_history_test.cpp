// Ways out when files and history disagree: repair, baseline, --allow-late; and redo.
#include "pf/db/migrate.hpp"

#include "db/migrations.hpp"

using namespace pf;
using db::Backend;
using test::Playground;

namespace {

std::string note_of(Playground& playground, int version)
{
    bool const is_postgresql = playground.database().database().backend() == Backend::postgresql;
    return playground.database()
        .value(std::string{"SELECT note FROM "} + (is_postgresql ? "pf_migrate.history" : "pf_migrate_history") +
               " WHERE version = " + std::to_string(version))
        .value_or("");
}

std::string repair(Playground& playground, std::string const& file)
{
    std::ostringstream out;
    jobs::repair(playground.settings(), file, "it's only a comment", out);
    return out.str();
}

} // namespace

TEST_CASE_TEMPLATE("M5: repair accepts one edited file and keeps the reason", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up();
    playground.write("0002_b.sql", "-- x\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n");
    playground.write("0003_c.sql", "-- y\nCREATE TABLE c (id INTEGER PRIMARY KEY);\n");
    CHECK(repair(playground, playground.path("0002_b.sql")).starts_with("repaired  "));
    CHECK(playground.refusal().where() == playground.path("0003_c.sql"));
    CHECK(repair(playground, "0003_c").starts_with("repaired  "));
    CHECK(playground.up().starts_with("nothing to do"));
    CHECK(note_of(playground, 1).empty());
    CHECK(note_of(playground, 2).starts_with("repaired "));
    CHECK(note_of(playground, 2).find(": it's only a comment (was 0002_b, SHA-256 ") != std::string::npos);
    CHECK(repair(playground, "2").empty()); // nothing left to repair
    CHECK_THROWS_WITH_AS(repair(playground, "9"), "9: there is no such migration", Error);
}

TEST_CASE_TEMPLATE("M6: repair accepts a renamed file", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up();
    std::filesystem::rename(playground.path("0002_b.sql"), playground.path("0002_books.sql"));
    CHECK(playground.refusal().hint().find("pf-migrate repair FILE") != std::string::npos);
    repair(playground, "2");
    CHECK(playground.up().starts_with("nothing to do"));
}

TEST_CASE_TEMPLATE("M6: a late file is applied only when that is allowed", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    auto const late = playground.path("0002_b.sql");
    std::filesystem::rename(late, late + ".kept");
    playground.up();
    std::filesystem::rename(late + ".kept", late);
    CHECK(playground.refusal().where() == late);
    CHECK_FALSE(playground.has("b"));

    migration::Goal goal;
    goal.allow_late = true;
    CHECK(playground.up(goal) == "up   " + late + "  1 statement\n");
    CHECK(playground.has("b"));
    CHECK(playground.version() == "3");
    CHECK(playground.up().starts_with("nothing to do"));
    playground.down({0, {}});
    CHECK_FALSE(playground.has("b"));
}

TEST_CASE_TEMPLATE("M6: a baseline counts files as applied, on a database without a history only", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.database().run("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY)");
    std::ostringstream out;
    jobs::baseline(playground.settings(), 2, out);
    CHECK(playground.version() == "2");
    CHECK(note_of(playground, 1) == "baseline");
    playground.up();
    CHECK(playground.version() == "3");
    CHECK(playground.has("c"));
    CHECK_THROWS_AS(jobs::baseline(playground.settings(), 3, out), Error);
    CHECK_THROWS_AS(jobs::baseline(playground.settings(), 9, out), Error);
}

TEST_CASE_TEMPLATE("redo undoes the last file and applies it again", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up();
    playground.database().run("INSERT INTO b VALUES (1); INSERT INTO c VALUES (1)");
    std::ostringstream out;
    jobs::redo(playground.settings(), {}, out);
    auto const file = playground.path("0003_c.sql");
    CHECK(out.str() == "down " + file + "  1 statement\nup   " + file + "  1 statement\n");
    CHECK(playground.version() == "3");
    CHECK(playground.database().value("SELECT CAST(count(*) AS VARCHAR(9)) FROM b") == "1");
    CHECK(playground.database().value("SELECT CAST(count(*) AS VARCHAR(9)) FROM c") == "0");
}

TEST_CASE_TEMPLATE("M14: what comes before the first file comes under the lock, and when it fails nothing is applied",
                   Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up({1, {}, false});
    auto const settings = playground.settings();
    auto database = db::Database::open(settings.database, settings.open);
    bool const is_postgresql = database.backend() == Backend::postgresql;
    auto const set = migration::read_folder(playground.folder(), is_postgresql ? migration::Dialect::postgresql
                                                                               : migration::Dialect::sqlite);
    db::MigrateOptions options;
    bool fails = true;
    options.before = [&](migration::Plan const& plan) {
        CHECK(plan.files.size() == 2);
        jobs::MigrateSettings impatient = settings;
        impatient.lock_wait = std::chrono::seconds{0};
        std::ostringstream out;
        CHECK_THROWS_AS(jobs::up(impatient, {}, false, out), Error); // another runner has to wait
        if (fails) {
            throw Error{ExitCode::io_error, "no space left on device"};
        }
    };
    auto const run = [&] {
        db::Migrator{database, options}.run(
            [&](migration::History const& history) { return migration::plan_up(set, history, {}, ""); });
    };
    CHECK_THROWS_WITH_AS(run(), "no space left on device", Error);
    CHECK(playground.version() == "1");
    CHECK_FALSE(playground.has("b"));
    fails = false;
    run();
    CHECK(playground.version() == "3");
}
