// `pf-migrate test` and `pf-migrate verify`.
#include "pf/jobs/migrate/test.hpp"
#include "pf/jobs/migrate/verify.hpp"
#include "pf/jobs/run/schema.hpp"

#include "db/migrations.hpp"
#include "support/process.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

using namespace pf;
using db::Backend;
using test::Playground;
using test::TempDatabase;

namespace {

struct Run {
    ExitCode code = ExitCode::ok;
    nlohmann::json report;

    [[nodiscard]] std::string result(std::size_t file) const { return report["migrations"][file]["result"]; }
    [[nodiscard]] std::string problem(std::size_t i, std::string const& key = "message") const
    {
        return report["problems"][i][key];
    }
};

jobs::MigrateSettings as_json(jobs::MigrateSettings settings)
{
    settings.output.format = OutputFormat::json;
    return settings;
}

Run prove(Playground const& playground)
{
    std::ostringstream out;
    auto const outcome = jobs::test(as_json(playground.settings()), std::nullopt, out);
    return {outcome.code, nlohmann::json::parse(out.str())};
}

Run check_drift(Playground const& playground, bool privileges = true, std::optional<db::Target> const& scratch = {})
{
    std::ostringstream out;
    auto const outcome = jobs::verify(as_json(playground.settings()), privileges, scratch, out);
    return {outcome.code, nlohmann::json::parse(out.str())};
}

/// `OBJECT: + LINE` or `OBJECT: - LINE`
std::vector<std::string> drift(Run const& run)
{
    std::vector<std::string> lines;
    for (auto const& row : run.report["differences"]) {
        lines.push_back(row["object"].get<std::string>() + (row["only_in"] == "database" ? ": + " : ": - ") +
                        (row["line"].is_null() ? "" : row["line"].get<std::string>()));
    }
    return lines;
}

/// A file whose down forgets something, and what the report then says.
struct Forgetful {
    std::string up;
    std::string down;
    std::string details;
};

/// Each in a file of its own, all in one run: what one forgets does not disturb the next.
void check_forgetful(Backend backend, std::vector<Forgetful> const& cases)
{
    Playground playground{backend};
    playground.write("0001_a.sql", "CREATE TABLE a (id INTEGER, name TEXT);\n"
                                   "CREATE VIEW v AS SELECT id FROM a;\n-- pf:down\nDROP VIEW v;\nDROP TABLE a;\n");
    auto const name = [](std::size_t i) { return fmt::format("{:04}_b.sql", i + 2); };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        playground.write(name(i), cases[i].up + ";\n-- pf:down\n" + cases[i].down + ";\n");
    }
    auto const run = prove(playground);
    CHECK(run.code == ExitCode::bad_data);
    CHECK(run.result(0) == "proven");
    REQUIRE(run.report["problems"].size() == cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        CAPTURE(cases[i].up);
        CHECK(run.result(i + 1) == "wrong");
        CHECK(run.problem(i, "where") == playground.path(name(i)));
        CHECK(run.problem(i) == "the down section does not take back what the up section does");
        CHECK(run.problem(i, "details") == cases[i].details);
    }
}

std::string scratch_databases(Playground& playground)
{
    return playground.database()
        .value("SELECT CAST(count(*) AS TEXT) FROM pg_database WHERE datname LIKE 'pf@_scratch@_%' ESCAPE '@'")
        .value();
}

} // namespace

TEST_CASE_TEMPLATE("M13: a down that takes back its up is proven, a file without a way back must say so", Where,
                   PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.write("0004_d.sql", "-- pf:irreversible\nINSERT INTO a (id) VALUES (1);\n");
    auto const run = prove(playground);
    CHECK(run.code == ExitCode::ok);
    CHECK(run.result(0) == "proven");
    CHECK(run.result(2) == "proven");
    CHECK(run.result(3) == "irreversible");
    CHECK(run.report["migrations"][3]["down_ms"].is_null());
    CHECK(run.report["problems"].empty());
    CHECK(playground.version().empty());
    CHECK_FALSE(playground.has("a"));

    playground.write("0002_b.sql", "CREATE TABLE b (id INTEGER);\n"); // has no way back, and does not say so
    auto const second = prove(playground);
    CHECK(second.code == ExitCode::bad_data);
    CHECK(second.result(1) == "wrong");
    CHECK(second.result(2) == "proven");
    CHECK(second.problem(0) == "has no way back: no down section");
}

TEST_CASE("M13: a down that forgets something is caught on PostgreSQL")
{
    check_forgetful(
        Backend::postgresql,
        {{"CREATE INDEX IF NOT EXISTS i ON a (name); ALTER TABLE a ADD n INTEGER", "ALTER TABLE a DROP n",
          "  table public.a\n+   CREATE INDEX i ON public.a USING btree (name)"},
         {"ALTER TABLE a ALTER name SET DEFAULT ''", "SELECT 1",
          "  table public.a\n-   column name text\n+   column name text DEFAULT ''::text"},
         {"COMMENT ON TABLE a IS 'x'", "SELECT 1", "  table public.a\n+   comment \"x\""},
         {"GRANT SELECT ON a TO pg_monitor", "SELECT 1", "  table public.a\n+   grant SELECT to pg_monitor"},
         {"CREATE OR REPLACE FUNCTION f() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'", "SELECT 1",
          "+ function public.f()\n+   CREATE OR REPLACE FUNCTION public.f()\n+    RETURNS integer\n+    LANGUAGE sql\n"
          "+   AS $function$SELECT 1$function$"},
         {"CREATE OR REPLACE VIEW v AS SELECT id FROM a WHERE id > 1", "SELECT 1",
          "  view public.v\n-      FROM public.a;\n+      FROM public.a\n+     WHERE (a.id > 1);"},
         {"DROP VIEW v; ALTER TABLE a DROP id",
          "ALTER TABLE a ADD id INTEGER; CREATE VIEW v AS SELECT id FROM a WHERE id > 1",
          "  table public.a\n-   column id integer\n+   column id integer"}});
}

TEST_CASE("M13: a down that forgets something is caught on SQLite")
{
    check_forgetful(Backend::sqlite,
                    {{"DROP TABLE a; CREATE TABLE a (id INTEGER, name TEXT DEFAULT '')", "SELECT 1",
                      "  table a\n-   name TEXT\n+   name TEXT DEFAULT ''"},
                     {"CREATE INDEX IF NOT EXISTS i ON a (id)", "SELECT 1", "+ index i\n+   CREATE INDEX i ON a (id)"},
                     {"PRAGMA user_version = 3", "SELECT 1", "  database\n-   user_version 0\n+   user_version 3"},
                     {"DROP VIEW v; CREATE VIEW v AS SELECT name FROM a", "SELECT 1",
                      "  view v\n-   CREATE VIEW v AS SELECT id FROM a\n+   CREATE VIEW v AS SELECT name FROM a"}});
}

TEST_CASE("M13: an up that gives something else after down is caught")
{
    Playground playground{Backend::sqlite};
    playground.write("0001_a.sql", "CREATE TABLE IF NOT EXISTS a (id INTEGER);\n"
                                   "-- pf:down\nDROP TABLE a;\nCREATE TABLE a (name TEXT);\n");
    auto const run = prove(playground);
    CHECK(run.problem(0) == "the down section does not take back what the up section does");
    CHECK(run.problem(1) == "up after down gives another schema than up alone");
    CHECK(run.problem(1, "details") == "  table a\n-   id INTEGER\n+   name TEXT");
}

TEST_CASE_TEMPLATE("M13: a section that fails is shown with its place, and what cannot be tested then says so", Where,
                   PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    SUBCASE("down: the file stays applied, and the next one is tested; up: nothing can follow")
    {
        playground.write("0002_b.sql", "CREATE TABLE b (id INTEGER);\n-- pf:down\nDROP TABLE nothing;\n");
        playground.write("0004_d.sql", "SELECT 1;\nSELECT nothing;\n-- pf:down\nSELECT 1;\n");
        playground.write("0005_e.sql", "SELECT 1;\n-- pf:down\nSELECT 1;\n");
        auto const run = prove(playground);
        CHECK(run.code == ExitCode::bad_data);
        CHECK(run.problem(0, "where").starts_with(playground.path("0002_b.sql") + ":3:"));
        CHECK(run.result(1) == "wrong");
        CHECK(run.result(2) == "proven");
        CHECK(run.problem(1, "where").starts_with(playground.path("0004_d.sql") + ":2:"));
        CHECK(run.result(3) == "wrong");
        CHECK(run.result(4) == "not tested");
    }
    SUBCASE("up again, because down has left something")
    {
        playground.write("0002_b.sql", "CREATE TABLE b (id INTEGER);\n-- pf:down\nSELECT 1;\n");
        auto const run = prove(playground);
        CHECK(run.problem(0) == "the down section does not take back what the up section does");
        CHECK(run.problem(1, "where").starts_with(playground.path("0002_b.sql") + ":1:"));
        CHECK(run.problem(1, "details").ends_with("this is the second time, after down: did down leave something?"));
        CHECK(run.result(1) == "wrong");
        CHECK(run.result(2) == "not tested");
    }
}

TEST_CASE_TEMPLATE("M13: the schema that we ship is proven, and is what its migrations give", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    jobs::MigrateSettings settings;
    settings.database = temporary.target();
    std::ostringstream out;
    CHECK(jobs::test(settings, std::nullopt, out).code == ExitCode::ok);
    CHECK(jobs::verify(settings, true, std::nullopt, out).code == ExitCode::ok);
    CAPTURE(out.str());
    auto const files = std::to_string(jobs::embedded_migrations(Where::backend).sources().size());
    CHECK(out.str().find("\n" + files + " of " + files + " proven\n") != std::string::npos);
    CHECK(out.str().find("\nno drift: ") != std::string::npos);
}

TEST_CASE_TEMPLATE("M13: verify compares with what is applied, not with what is pending", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    CHECK(check_drift(playground).code == ExitCode::ok); // nothing is applied
    playground.up({2, {}});
    auto const run = check_drift(playground);
    CHECK(run.code == ExitCode::ok);
    CHECK(run.report["version"] == 2);
    CHECK_FALSE(playground.has("c"));
    playground.write("0001_a.sql", "CREATE TABLE other (id INTEGER);\n");
    std::ostringstream out;
    try {
        jobs::verify(playground.settings(), true, std::nullopt, out);
        FAIL("was not refused");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::schema);
        CHECK(error.where() == playground.path("0001_a.sql"));
    }
}

TEST_CASE("M13: drift on PostgreSQL is found, outside of schemas that the migrations do not make")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "CREATE FUNCTION f() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1';\n");
    playground.up();
    auto& database = playground.database();
    database.run("CREATE SCHEMA unrelated CREATE TABLE t (id INTEGER); CREATE EXTENSION citext");
    CHECK(check_drift(playground).code == ExitCode::ok);
    database.run("ALTER TABLE a ADD n INTEGER; CREATE INDEX by_n ON a (n); GRANT SELECT ON c TO PUBLIC;"
                 "CREATE OR REPLACE FUNCTION f() RETURNS INTEGER LANGUAGE sql AS 'SELECT 2'; CREATE TABLE mine ()");
    using Lines = std::vector<std::string>;
    auto const run = check_drift(playground);
    CHECK(run.code == ExitCode::schema);
    Lines expected{"function public.f(): - AS $function$SELECT 1$function$",
                   "function public.f(): + AS $function$SELECT 2$function$",
                   "table public.a: + column n integer",
                   "table public.a: + CREATE INDEX by_n ON public.a USING btree (n)",
                   "table public.c: + grant SELECT to PUBLIC",
                   "table public.mine: + "};
    CHECK(drift(run) == expected);
    expected.erase(expected.begin() + 4);
    CHECK(drift(check_drift(playground, false)) == expected);
}

TEST_CASE("M13: drift on SQLite is found")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    playground.up();
    playground.database().run("ALTER TABLE a ADD COLUMN n INTEGER; CREATE INDEX by_n ON a (n); DROP TABLE c");
    auto const run = check_drift(playground);
    CHECK(run.code == ExitCode::schema);
    CHECK(drift(run) == std::vector<std::string>{"index by_n: + CREATE INDEX by_n ON a (n)", "table a: + n INTEGER",
                                                 "table c: - CREATE TABLE c (", "table c: - id INTEGER PRIMARY KEY",
                                                 "table c: - )"});
}

TEST_CASE("M13: an index that CONCURRENTLY has left INVALID is drift")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (id INTEGER);\nINSERT INTO a VALUES (1), (1);\n");
    playground.up();
    CHECK_THROWS_AS(playground.database().run("CREATE UNIQUE INDEX CONCURRENTLY i ON a (id)"), Error);
    auto const run = check_drift(playground);
    CHECK(run.code == ExitCode::schema);
    CHECK(run.report["invalid_indexes"] == 1);
    CHECK(drift(run) == std::vector<std::string>{"table public.a: + CREATE UNIQUE INDEX i ON public.a USING btree "
                                                 "(id) INVALID"});
}

TEST_CASE("M13: a user who may only read can verify with a scratch database of somebody else's")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.up();
    TempDatabase scratch{Backend::postgresql, TempDatabase::Content::nothing};
    TempDatabase::administrate("CREATE ROLE pf_verify_reader LOGIN");
    auto settings = as_json(playground.settings());
    auto url = playground.url();
    settings.database = db::Target::parse(url.replace(url.find("postgres@"), 9, "pf_verify_reader@"));
    std::ostringstream out;
    CHECK(jobs::verify(settings, true, db::Target::parse(scratch.url()), out).code == ExitCode::ok);
    playground.database().run("ALTER TABLE b ADD n INTEGER");
    CHECK(jobs::verify(settings, true, db::Target::parse(scratch.url()), out).code == ExitCode::schema);
    try {
        jobs::verify(settings, true, std::nullopt, out);
        FAIL("was not refused");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::permission);
        CHECK(error.hint() == "ALTER ROLE pf_verify_reader CREATEDB, or name an empty database with --scratch URL");
    }
    TempDatabase::administrate("DROP ROLE pf_verify_reader");
}

TEST_CASE("M13: the scratch database goes with the run, also on Ctrl-C")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.write("0002_b.sql", "SELECT pg_sleep(600);\n-- pf:down\nSELECT 1;\n");
    test::Process run{{test::program("pf-migrate"), "test", "--database", playground.url(), "--schema-dir",
                       playground.folder().string()},
                      playground.path("run.out")};
    std::string const sleeping =
        "SELECT '1' FROM pg_sleep(0.01) WHERE EXISTS (SELECT FROM pg_stat_activity WHERE datname "
        "LIKE 'pf@_scratch@_%' ESCAPE '@' AND query LIKE 'SELECT pg_sleep(600%')";
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (playground.database().value(sleeping) != "1") {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
    }
    CHECK(scratch_databases(playground) == "1");
    run.kill(SIGINT);
    CHECK(run.wait() == 128 + SIGINT);
    CAPTURE(run.output());
    CHECK(scratch_databases(playground) == "0");
}
