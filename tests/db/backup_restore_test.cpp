// A backup becomes a database again.
#include "pf/db/schema.hpp"
#include "pf/db/session.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/restore.hpp"
#include "pf/jobs/run/schema.hpp"

#include "support/backups.hpp"
#include "support/error_of.hpp"
#include "support/source_dir.hpp"

#include <fmt/format.h>

#include <functional>

using namespace pf;
using db::Backend;
using test::Backups;
using test::error_of;
using test::TempDatabase;
using test::Workbench;

namespace {

jobs::RestoreRequest replacing(std::filesystem::path const& file)
{
    jobs::RestoreRequest request;
    request.file = file;
    request.replace = true;
    return request;
}

std::vector<std::string> const account_columns{
    "id",           "name",       "base_currency",  "booking_method", "data_version", "created_at",
    "restate_from", "keeps_cash", "cash_is_booked", "time_zone",      "allows_short", "closed_at"};

} // namespace

TEST_CASE_TEMPLATE("B6: backup, restore into an empty database, backup: every table has the same digest", Where,
                   PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    test::fill(workbench);
    workbench.import_all({workbench.write_rows("held.csv", "2024-06-28,BALANCE,VWCE,35,,,\n"
                                                           "2024-06-28T10:00:00.123456Z,BALANCE,ETH,-0.5,,,\n")});
    REQUIRE(workbench.count("balances") == 2);
    Backups const backups;
    auto const created = backups.create(workbench.database());
    REQUIRE(created.manifest.rows() > 20);
    for (auto const backend : {Backend::sqlite, Backend::postgresql}) {
        TempDatabase copy{backend, TempDatabase::Content::nothing};
        auto const restored = Backups::restore(copy.database(), created.path);
        CHECK(restored.from_version == 0);
        CHECK_FALSE(restored.replaced);
        auto const again = Backups{}.create(copy.database());
        CHECK(again.manifest.tables == created.manifest.tables);
        CHECK(again.manifest.schema_version == created.manifest.schema_version);
        CHECK(jobs::verify(copy.database(), {}).discrepancies.empty());
    }
}

TEST_CASE_TEMPLATE("a restored database has the schema and the history that migrations give it", Where, PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    Backups const backups;
    auto const created = backups.create(workbench.database());
    TempDatabase copy{Where::backend, TempDatabase::Content::nothing};
    static_cast<void>(Backups::restore(copy.database(), created.path));
    CHECK(db::dump_schema(copy.database()) == db::dump_schema(workbench.database()));
    auto const set = jobs::embedded_migrations(Where::backend);
    auto const history = db::Migrator{copy.database()}.history();
    CHECK(history.size() == set.sources().size());
    CHECK(migration::compare(set, history).empty());
}

TEST_CASE_TEMPLATE("a database that holds something is not touched unless it is to be replaced", Where, PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    Backups const backups;
    auto const created = backups.create(workbench.database());
    workbench.add_account("other");
    auto const before = workbench.dump();
    auto const error = error_of([&] { static_cast<void>(Backups::restore(workbench.database(), created.path)); });
    CHECK(error.code() == ExitCode::cannot_create);
    CHECK(error.message() == "the database is not empty");
    CHECK(workbench.dump() == before);

    auto const restored = Backups::restore(workbench.database(), created.path, true);
    CHECK(restored.replaced);
    CHECK(workbench.dump() != before);
    // Only the account that programs create: nothing would be lost.
    CHECK_FALSE(Backups::restore(workbench.database(), created.path).replaced);
}

TEST_CASE_TEMPLATE("B5: somebody else's table that has the name of one of ours is neither replaced nor emptied", Where,
                   PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    Backups const backups;
    auto const created = backups.create(workbench.database());
    TempDatabase theirs{Where::backend, TempDatabase::Content::nothing};
    theirs.run("CREATE TABLE accounts (login TEXT); INSERT INTO accounts VALUES ('ann')");
    CHECK_FALSE(db::hold_data(theirs.database()));
    auto const error = error_of([&] { static_cast<void>(Backups::restore(theirs.database(), created.path, true)); });
    CHECK(error.code() == ExitCode::bad_data);
    CHECK(error.message().find("already exists") != std::string::npos);
    CHECK(theirs.value("SELECT login FROM accounts") == "ann");
}

TEST_CASE_TEMPLATE("what is replaced can be backed up while nobody writes to it, and comes back", Where, PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    test::fill(workbench);
    Backups const backups;
    Workbench other{Where::backend};
    auto const empty = backups.create(other.database());
    auto const before = workbench.dump();

    auto request = replacing(empty.path);
    std::filesystem::path way_back;
    std::string refusal;
    request.before_replacing = [&] {
        auto reader = workbench.temporary().connect();
        way_back = backups.create(reader).path;
        auto writer = workbench.temporary().connect();
        bool const is_sqlite = Where::backend == Backend::sqlite;
        writer.session().driver().run_script(is_sqlite ? "PRAGMA busy_timeout = 10" : "SET lock_timeout = 10");
        refusal = error_of([&] { writer.session().driver().run_script("DELETE FROM fx_rates"); }).message();
    };
    static_cast<void>(Backups::restore(workbench.database(), request));
    CHECK(refusal != "");
    CHECK(workbench.count("transactions") == 0);
    static_cast<void>(Backups::restore(workbench.database(), way_back));
    CHECK(workbench.dump() == before);
    CHECK(workbench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("B5: a restore that is stopped anywhere leaves the old content", Where, PF_BACKENDS)
{
    Workbench source{Where::backend};
    test::fill(source);
    Backups const backups;
    auto const created = backups.create(source.database());
    Workbench workbench{Where::backend};
    test::fill(workbench);
    auto const before = workbench.dump();
    int stops = 0;
    for (bool stopped = true; stopped; ++stops) {
        CAPTURE(stops);
        auto request = replacing(created.path);
        int calls = 0;
        auto const stop = [&] {
            if (calls++ == stops) {
                throw Error{ExitCode::io_error, "stopped"};
            }
        };
        request.progress = [&](auto, auto, auto) { stop(); };
        request.before_replacing = stop;
        try {
            static_cast<void>(Backups::restore(workbench.database(), request));
            stopped = false;
        } catch (Error const& error) {
            REQUIRE(error.message() == "stopped");
            CHECK(workbench.dump() == before);
        }
    }
    CHECK(stops > 10);
    CHECK(workbench.dump() == source.dump());
}

TEST_CASE_TEMPLATE("B4: a damaged backup is refused before the database is touched", Where, PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    test::fill(workbench);
    Backups const backups;
    auto const created = backups.create(workbench.database());
    workbench.add_account("later");
    auto const before = workbench.dump();
    auto const bytes = Workbench::read(created.path.string());
    auto const refuses = [&](std::string const& content) {
        auto const path = workbench.write("damaged.tar.zst", content);
        auto const error = error_of([&] { static_cast<void>(Backups::restore(workbench.database(), path, true)); });
        CHECK((error.code() == ExitCode::bad_data || error.code() == ExitCode::schema));
        CHECK(error.where().find("damaged.tar.zst") != std::string::npos);
    };
    for (std::size_t at = 0; at < bytes.size(); at += bytes.size() / 40) {
        CAPTURE(at);
        auto flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ 4);
        refuses(flipped);
        refuses(bytes.substr(0, at));
    }
    refuses(bytes + "x");
    CHECK(workbench.dump() == before);
}

TEST_CASE_TEMPLATE("a backup of a newer schema is refused, and so is one whose rows are no rows of ours", Where,
                   PF_BACKENDS)
{
    Workbench workbench{Where::backend};
    Backups const backups;
    auto const before = workbench.dump();
    auto const latest = jobs::embedded_migrations(Where::backend).latest();
    auto const refusal = [&](std::filesystem::path const& path) {
        return error_of([&] { static_cast<void>(Backups::restore(workbench.database(), path, true)); });
    };
    std::vector<std::string> row{
        "1", "main", "EUR", "fifo", "0", "2026-01-01T00:00:00.000000Z", "", "from_first_deposit", "1", "UTC", "0", ""};
    auto const newer = refusal(backups.forged(latest + 1, account_columns, row));
    CHECK(newer.code() == ExitCode::schema);
    CHECK(newer.hint() == "use the newer program: pf-backup 99 wrote it");

    row[0] = "one";
    auto const wrong =
        refusal(backups.forged(latest, account_columns, row, Timestamp{}, db::stored_tables(workbench.database())));
    CHECK(wrong.code() == ExitCode::bad_data);
    CHECK(wrong.message() == "\"one\" is no value of the column id");

    auto const other = refusal(backups.forged(latest, {"id", "title"}, {"1", "main"}));
    CHECK(other.message() == "the table accounts is not the one of schema version " + std::to_string(latest));
    CHECK(workbench.dump() == before);
}

TEST_CASE_TEMPLATE("B12: a backup of every schema version restores into today's schema", Where, PF_BACKENDS)
{
    auto const set = jobs::embedded_migrations(Where::backend);
    Workbench full{Where::backend};
    test::fill(full);
    Backups const all;
    auto const latest = all.create(full.database());
    for (auto const& file : set.sources()) {
        CAPTURE(file.version);
        TempDatabase old{Where::backend, TempDatabase::Content::nothing};
        db::Migrator{old.database()}.run([&](migration::History const& history) {
            return migration::plan_up(set, history, {file.version, {}, false}, "test");
        });
        old.run("INSERT INTO accounts (id, name, base_currency) VALUES (7, 'old', 'CHF')");
        Backups const backups;
        auto const created = backups.create(old.database());
        CHECK(created.manifest.schema_version == file.version);

        TempDatabase empty{Where::backend, TempDatabase::Content::nothing};
        auto const restored = Backups::restore(empty.database(), created.path);
        CHECK(restored.to_version == set.latest());
        CHECK(db::dump_schema(empty.database()) == db::dump_schema(full.database()));
        CHECK(empty.value("SELECT name FROM accounts WHERE id = 7") == "old");

        // Into one that is further, and back.
        Workbench used{Where::backend};
        static_cast<void>(Backups::restore(used.database(), latest.path));
        static_cast<void>(Backups::restore(used.database(), created.path, true));
        CHECK(used.temporary().value("SELECT name FROM accounts") == "old");
        CHECK(db::dump_schema(used.database()) == db::dump_schema(full.database()));

        // And the newest into the old one.
        static_cast<void>(Backups::restore(old.database(), latest.path, true));
        CHECK(Backups{}.create(old.database()).manifest.tables == latest.manifest.tables);
    }
}

TEST_CASE_TEMPLATE("the schema stays at the backup's version when that is wanted", Where, PF_BACKENDS)
{
    auto const set = jobs::embedded_migrations(Where::backend);
    TempDatabase old{Where::backend, TempDatabase::Content::nothing};
    db::Migrator{old.database()}.run([&](migration::History const& history) {
        return migration::plan_up(set, history, {2, {}, false}, "test");
    });
    Backups const backups;
    jobs::RestoreRequest request;
    request.file = backups.create(old.database()).path;
    request.keep_schema = true;
    TempDatabase empty{Where::backend, TempDatabase::Content::nothing};
    CHECK(Backups::restore(empty.database(), request).to_version == 2);
    CHECK(db::schema_version(empty.database()) == 2);
    CHECK(db::dump_schema(empty.database()) == db::dump_schema(old.database()));
}

TEST_CASE("what others have made or were granted in the database survives a restore")
{
    Workbench workbench{Backend::postgresql};
    test::fill(workbench);
    Backups const backups;
    auto const created = backups.create(workbench.database());
    workbench.temporary().run(R"(
CREATE TABLE my_notes (note TEXT);
INSERT INTO my_notes VALUES ('mine');
CREATE VIEW my_tickers AS SELECT DISTINCT ticker FROM transactions;
CREATE INDEX my_index ON transactions (currency);
GRANT SELECT ON transactions, holdings TO PUBLIC;
)");
    auto const schema = db::dump_schema(workbench.database());
    static_cast<void>(Backups::restore(workbench.database(), created.path, true));
    CHECK(db::dump_schema(workbench.database()) == schema);
    CHECK(workbench.temporary().value("SELECT note FROM my_notes") == "mine");
    CHECK(workbench.number("SELECT COUNT(*) FROM my_tickers") > 1);
}

TEST_CASE_TEMPLATE("B12: the backups that are kept from earlier schema versions restore into today's", Where,
                   PF_BACKENDS)
{
    std::filesystem::path const folder{test::source_dir() + "/tests/fixtures/backups"};
    auto const latest = jobs::embedded_migrations(Where::backend).latest();
    auto const newest = folder / fmt::format("schema-{:04}.tar.zst", latest);
    CHECK_MESSAGE(std::filesystem::exists(newest), "a new schema version needs a backup there: ", newest.string());
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".zst") {
            continue;
        }
        CAPTURE(entry.path());
        auto const manifest = backup::verify(entry.path(), {}, [](auto, auto) {});
        CHECK(entry.path().filename() == fmt::format("schema-{:04}.tar.zst", manifest.schema_version));
        TempDatabase database{Where::backend, TempDatabase::Content::nothing};
        CHECK(Backups::restore(database.database(), entry.path()).to_version == latest);
        auto const books = jobs::verify(database.database(), {});
        CHECK(books.discrepancies.empty());
        CHECK(books.transactions == 15);
        CHECK(database.value("SELECT CAST(realized_pl AS VARCHAR(20)) FROM positions WHERE ticker = 'SAP'") != "0");
        CHECK(database.value("SELECT base_currency FROM portfolio_snapshots") == "EUR");

        TempDatabase kept{Where::backend, TempDatabase::Content::nothing};
        jobs::RestoreRequest request;
        request.file = entry.path();
        request.keep_schema = true;
        static_cast<void>(Backups::restore(kept.database(), request));
        CHECK(Backups{}.create(kept.database()).manifest.tables == manifest.tables);
    }
}
