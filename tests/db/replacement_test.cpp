// Schema and rows change in one transaction.
#include "pf/db/replacement.hpp"
#include "pf/db/schema.hpp"
#include "pf/db/session.hpp"

#include "db/migrations.hpp"
#include "support/error_of.hpp"

#include <functional>

using namespace pf;
using db::Backend;
using db::Replacement;
using migration::Direction;
using test::error_of;
using test::Playground;

namespace {

migration::Plan plan(Playground const& playground, Direction direction, std::int64_t to,
                     migration::History const& history)
{
    auto const set = jobs::migrations_of(playground.settings());
    auto const make = direction == Direction::up ? migration::plan_up : migration::plan_down;
    return make(set, history, {to, {}, false}, "test");
}

void migrate(Replacement& replacement, Playground const& playground, Direction direction, std::int64_t to)
{
    replacement.migrate(plan(playground, direction, to, replacement.history()));
}

} // namespace

TEST_CASE_TEMPLATE("a replacement that is not committed leaves neither schema nor history", Where, PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    auto& database = playground.database().database();
    {
        Replacement replacement{database};
        CHECK(replacement.history().empty());
        migrate(replacement, playground, Direction::up, 2);
        CHECK(playground.has("b"));
        CHECK(playground.version() == "2");
    }
    CHECK_FALSE(playground.has("a"));
    CHECK(playground.version() == "");
}

TEST_CASE_TEMPLATE("a replacement goes down, removes rows and goes up in one transaction, history included", Where,
                   PF_BACKENDS)
{
    Playground playground{Where::backend};
    playground.write_three();
    playground.up();
    playground.database().run("INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)");
    auto const schema = db::dump_schema(playground.database().database());
    {
        Replacement replacement{playground.database().database()};
        replacement.keep_writers_out({"a", "b", "c"});
        replacement.clear({"a", "b", "c"});
        migrate(replacement, playground, Direction::down, 1);
        CHECK_FALSE(playground.has("b"));
        playground.database().run("INSERT INTO a VALUES (7)");
        auto const history = db::Migrator{playground.database().database()}.history();
        replacement.migrate(plan(playground, Direction::up, 3, history));
        replacement.commit();
    }
    CHECK(playground.version() == "3");
    CHECK(playground.database().value("SELECT CAST(sum(id) AS VARCHAR(9)) FROM a") == "7");
    CHECK_FALSE(playground.database().value("SELECT CAST(sum(id) AS VARCHAR(9)) FROM b"));
    CHECK(db::dump_schema(playground.database().database()) == schema);
}

TEST_CASE("in a replacement, an index that is built concurrently is built as others are")
{
    Playground playground{Backend::postgresql};
    playground.write("0001_a.sql", "CREATE TABLE a (\"concurrently\" INT);");
    playground.write("0002_b.sql",
                     "-- pf:no-transaction\nCREATE UNIQUE INDEX /* not CONCURRENTLY */ concurrently i ON a "
                     "(\"concurrently\");\n-- pf:down\nDROP INDEX CONCURRENTLY i;\n");
    {
        Replacement replacement{playground.database().database()};
        migrate(replacement, playground, Direction::up, 2);
        replacement.commit();
    }
    CHECK(playground.has("i"));
    auto const set = jobs::migrations_of(playground.settings());
    CHECK(migration::compare(set, db::Migrator{playground.database().database()}.history()).empty());
    {
        Replacement replacement{playground.database().database()};
        migrate(replacement, playground, Direction::down, 1);
        replacement.commit();
    }
    CHECK_FALSE(playground.has("i"));
}

TEST_CASE("a view of the user's on our table is named, and nothing is changed")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.up();
    playground.database().run("CREATE VIEW mine AS SELECT id FROM c; INSERT INTO c VALUES (1)");
    auto const error = error_of([&] {
        Replacement replacement{playground.database().database()};
        replacement.clear({"a", "b", "c"});
        migrate(replacement, playground, Direction::down, 1);
    });
    CHECK(error.code() == ExitCode::schema);
    CHECK(error.message() == "error: cannot drop table c because other objects depend on it (2BP01)");
    CHECK(error.details().back() == "DETAIL: view mine depends on table c");
    CHECK(error.hint().starts_with("nothing was changed; what is named is not part of pf: drop it"));
    CHECK(playground.version() == "3");
    CHECK(playground.database().value("SELECT CAST(id AS TEXT) FROM mine") == "1");
}

TEST_CASE("a foreign key of the user's to our table is named, and nothing is changed")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.up();
    playground.database().run("CREATE TABLE mine (a_id INT REFERENCES a); INSERT INTO a VALUES (1)");
    auto const error = error_of([&] {
        Replacement replacement{playground.database().database()};
        replacement.clear({"a", "b", "c"});
    });
    CHECK(error.code() == ExitCode::schema);
    CHECK(error.message().find("\"mine\" references \"a\"") != std::string::npos);
    CHECK(playground.database().value("SELECT CAST(id AS TEXT) FROM a") == "1");
}

TEST_CASE("on SQLite a foreign key that points nowhere is found before the end, and nothing is changed")
{
    Playground playground{Backend::sqlite};
    playground.write_three();
    playground.up();
    playground.database().run("CREATE TABLE mine (a_id INTEGER REFERENCES a (id)); INSERT INTO a VALUES (1); "
                              "INSERT INTO mine VALUES (1)");
    auto const error = error_of([&] {
        Replacement replacement{playground.database().database()};
        replacement.clear({"a", "b", "c"});
        replacement.commit();
    });
    CHECK(error.code() == ExitCode::bad_data);
    CHECK(error.message() == "error: at COMMIT: row 1 of mine refers to a row of a that does not exist");
    CHECK(playground.database().value("SELECT CAST(id AS TEXT) FROM a") == "1");
}

TEST_CASE("a replacement that cannot have a table names who is writing to it")
{
    Playground playground{Backend::postgresql};
    playground.write_three();
    playground.up();
    auto writer = playground.database().connect();
    db::Atomic const atomic{writer};
    writer.session().driver().run_script("INSERT INTO a VALUES (1)");
    db::MigrateOptions options;
    options.lock_timeout = std::chrono::milliseconds{1500};
    std::string told;
    options.blocked = [&](std::string const& holder) { told = holder; };
    auto const error = error_of([&] {
        Replacement replacement{playground.database().database(), options};
        replacement.keep_writers_out({"a"});
    });
    CHECK(error.code() == ExitCode::busy);
    CHECK(error.details().back().starts_with("LOCK HELD BY: pf-test (server process "));
    CHECK(told.starts_with("pf-test (server process "));
}

TEST_CASE("foreign keys that are lifted come back as they were, and no row slips in meanwhile")
{
    Playground playground{Backend::postgresql};
    auto& temporary = playground.database();
    temporary.run("CREATE TABLE a (i INTEGER PRIMARY KEY, up INTEGER REFERENCES a DEFERRABLE);"
                  "CREATE TABLE b (i INTEGER); ALTER TABLE b ADD CONSTRAINT \"to A\" FOREIGN KEY (i) REFERENCES a "
                  "ON DELETE CASCADE NOT VALID;"
                  "CREATE TABLE c (i INTEGER REFERENCES a); COMMENT ON CONSTRAINT c_i_fkey ON c IS 'kept';"
                  "CREATE TABLE theirs (i INTEGER REFERENCES a)");
    auto const schema = db::dump_schema(temporary.database());
    auto const fill = [&](std::string const& rows) {
        Replacement replacement{temporary.database()};
        replacement.lift_references({"a", "b", "c"});
        CHECK(temporary.value(
                  "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE contype = 'f'") ==
              "c_i_fkey theirs_i_fkey");
        temporary.run(rows);
        replacement.impose_references();
        replacement.commit();
    };
    fill("INSERT INTO a VALUES (2, 1), (1, NULL)");
    CHECK(db::dump_schema(temporary.database()) == schema);

    auto const error = error_of([&] { fill("INSERT INTO a VALUES (4, 3)"); });
    CHECK(error.message().find("violates foreign key constraint \"a_up_fkey\"") != std::string::npos);
    CHECK(temporary.value("SELECT CAST(count(*) AS TEXT) FROM a") == "2");
    CHECK(db::dump_schema(temporary.database()) == schema);
}
