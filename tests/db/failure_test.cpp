#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

#include "store_fixture.hpp"
#include "support/error_of.hpp"

#include <atomic>
#include <thread>

using namespace pf;
using namespace pf::test;

namespace {

std::string pid_of(db::Database& database)
{
    auto const rows = database.session().driver().read({"test", "SELECT CAST(pg_backend_pid() AS TEXT)", ""}, {});
    REQUIRE(rows->next());
    std::string pid{rows->text()};
    REQUIRE(!rows->next());
    return pid;
}

} // namespace

TEST_CASE_TEMPLATE("a missing table says that the schema is not up to date", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend, TempDatabase::Content::nothing};
    for (auto const& error :
         {error_of([&] { static_cast<void>(db::AccountStore{temporary.database()}.list()); }),
          error_of([&] { static_cast<void>(db::TransactionStore{temporary.database()}.depending_on_rates()); }),
          error_of([&] { static_cast<void>(db::TransactionStore{temporary.database()}.insert()); })}) {
        CHECK(error.code() == ExitCode::schema);
        CHECK(error.hint() == "bring the schema up to date: pf-migrate up");
        CHECK(error.where() == temporary.driver().where());
    }
}

TEST_CASE_TEMPLATE("a broken constraint is named", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto row = purchase(stores.main, 1, "A", "2024-01-01");
    row.import_id = 1;
    row.split_numerator = 2;
    auto const error = error_of([&] { stores.add({row}); });
    CHECK(error.code() == ExitCode::bad_data);
    CHECK(error.message().find("ck_transaction_split") != std::string::npos);
    CHECK(error.where() == stores.temporary.driver().where());
}

TEST_CASE_TEMPLATE("a statement that is not understood is a bug of ours", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend, TempDatabase::Content::nothing};
    CHECK(error_of([&] { temporary.run("SELEKT 1"); }).code() == ExitCode::internal);
}

TEST_CASE_TEMPLATE("a transaction is all or nothing", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    {
        db::Atomic const given_up{stores.database};
        stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
    }
    CHECK(stores.accounts.get("main").data_version == 0);
    {
        db::Atomic atomic{stores.database};
        stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
        atomic.roll_back();
    }
    CHECK(stores.accounts.get("main").data_version == 0);
    {
        db::Atomic atomic{stores.database};
        stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
        atomic.commit();
    }
    CHECK(stores.accounts.get("main").data_version == 1);
}

TEST_CASE_TEMPLATE("a failed statement leaves a transaction that can be rolled back and a connection that works", Where,
                   PF_BACKENDS)
{
    Stores stores{Where::backend};
    {
        db::Atomic const atomic{stores.database};
        stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
        CHECK_THROWS_AS(stores.accounts.create("", Currency{"EUR"}, model::BookingMethod::fifo), Error);
    }
    CHECK(stores.accounts.get("main").data_version == 0);
}

TEST_CASE("on PostgreSQL, committing a failed transaction is an error, not a silent rollback")
{
    Stores stores{db::Backend::postgresql};
    db::Atomic atomic{stores.database};
    stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
    CHECK_THROWS_AS(stores.temporary.run("SELECT 1 / 0"), Error);
    auto const error = error_of([&] { atomic.commit(); });
    CHECK(error.message().find("rolled the transaction back") != std::string::npos);
    CHECK(stores.accounts.get("main").data_version == 0);
}

TEST_CASE("on SQLite, a broken foreign key fails the commit, and the transaction with it")
{
    Stores stores{db::Backend::sqlite};
    {
        db::Atomic atomic{stores.database};
        auto row = purchase(stores.main, 1, "A", "2024-01-01");
        row.import_id = 99;
        stores.insert({row});
        CHECK(error_of([&] { atomic.commit(); }).code() == ExitCode::bad_data);
    }
    CHECK(stores.transactions.next_ids({stores.main}).at(stores.main) == 1);
}

TEST_CASE_TEMPLATE("a reading transaction sees one state and writes nothing", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto writer = stores.temporary.connect();
    db::Atomic const reading{stores.database, db::Atomic::Mode::read};
    CHECK(stores.accounts.get("main").data_version == 0);
    db::AccountStore{writer}.bump_data_versions({stores.main}, on("2024-01-02"));
    CHECK(stores.accounts.get("main").data_version == 0);
    // every read has to work in it, those with parameters too
    stores.transactions.visit_accounts({stores.main, stores.second}, at("2025-01-01"), {}, [](auto const&) {});
    CHECK(stores.positions.list({stores.main}).empty());
    CHECK(stores.prices.latest({"A"}, on("2025-01-01")).empty());
}

TEST_CASE("on PostgreSQL, a reading transaction is refused writing as a matter of permission")
{
    Stores stores{db::Backend::postgresql};
    db::Atomic const reading{stores.database, db::Atomic::Mode::read};
    CHECK(error_of([&] { stores.accounts.bump_data_versions({stores.main}, on("2024-01-02")); }).code() ==
          ExitCode::permission);
}

TEST_CASE("on PostgreSQL, what a role may not do is a matter of permission")
{
    Stores stores{db::Backend::postgresql};
    stores.temporary.run("CREATE ROLE pf_test_guest; SET ROLE pf_test_guest");
    CHECK(error_of([&] { static_cast<void>(stores.accounts.list()); }).code() == ExitCode::permission);
    stores.temporary.run("RESET ROLE; DROP ROLE pf_test_guest");
}

TEST_CASE(
    "on PostgreSQL, a connection that the server ends is an I/O error, in a statement and in the middle of a COPY")
{
    Stores stores{db::Backend::postgresql};
    {
        auto victim = stores.temporary.connect();
        TempDatabase::administrate("SELECT pg_terminate_backend(" + pid_of(victim) + ", 5000)");
        auto const error = error_of([&] { static_cast<void>(db::AccountStore{victim}.list()); });
        CHECK(error.code() == ExitCode::io_error);
        CHECK(error.where() == stores.temporary.driver().where());
    }
    {
        auto victim = stores.temporary.connect();
        auto const pid = pid_of(victim);
        db::Atomic const atomic{victim};
        auto rows = db::TransactionStore{victim}.insert();
        rows.add(purchase(stores.main, 1, "A", "2024-01-01"));
        TempDatabase::administrate("SELECT pg_terminate_backend(" + pid + ", 5000)");
        CHECK(error_of([&] { rows.finish(); }).code() == ExitCode::io_error);
    }
    {
        auto victim = stores.temporary.connect();
        auto const pid = pid_of(victim);
        db::Atomic atomic{victim};
        db::AccountStore{victim}.bump_data_versions({stores.main}, on("2024-01-02"));
        TempDatabase::administrate("SELECT pg_terminate_backend(" + pid + ", 5000)");
        auto const error = error_of([&] { atomic.commit(); });
        CHECK(error.code() == ExitCode::io_error);
        CHECK(error.message().find("while the changes were being committed") != std::string::npos);
    }
    CHECK(stores.accounts.get("main").data_version == 0);
    CHECK(stores.transactions.next_ids({stores.main}).at(stores.main) == 1);
}

TEST_CASE_TEMPLATE("P3: a long statement can be stopped from another thread", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend, TempDatabase::Content::nothing};
    db::Canceller const canceller{temporary.database()};
    db::Query const endless{"endless", "SELECT count(*) FROM generate_series(1, 100000000000) AS n WHERE n % 2 = 3",
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"};
    std::atomic<bool> stopped{false};
    std::thread stopper{[&] {
        while (!stopped) { // it may not have begun yet
            canceller.cancel();
            std::this_thread::yield();
        }
    }};
    auto const error = error_of([&] { static_cast<void>(temporary.driver().read(endless, {})->next()); });
    stopped = true;
    stopper.join();
    CHECK(error.code() == ExitCode::busy);
}

TEST_CASE("on SQLite, waiting for another writer ends when it is stopped")
{
    Stores stores{db::Backend::sqlite};
    db::Atomic const holder{stores.database};
    auto other = stores.temporary.connect();
    db::Canceller const canceller{other};
    canceller.cancel();
    auto const error = error_of([&] { db::Atomic const waiting{other}; });
    CHECK(error.code() == ExitCode::busy);
    CHECK(error.message() == "another program is writing to the database");
}

TEST_CASE("I4: two connections that lock the same accounts in any order do not deadlock")
{
    Stores stores{db::Backend::postgresql};
    auto const work = [&](std::vector<std::int64_t> const& order) {
        auto database = stores.temporary.connect();
        for (int i = 0; i < 20; ++i) {
            db::Atomic atomic{database};
            db::AccountStore accounts{database};
            accounts.lock(order);
            accounts.bump_data_versions({order.front()}, on("2024-01-02"));
            accounts.bump_data_versions({order.back()}, on("2024-01-02"));
            atomic.commit();
        }
    };
    std::thread other{[&] { work({stores.second, stores.main}); }};
    work({stores.main, stores.second});
    other.join();
    CHECK(stores.accounts.get("main").data_version == 40);
    CHECK(stores.accounts.get("second").data_version == 40);
}

TEST_CASE_TEMPLATE("a ticker of quotes, brackets, backslashes and control characters is looked up like any other",
                   Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    for (auto const* const ticker : {"it's", "\"A\"", "a\\", "[1]", "{x}", "$1", ":a", "tab\tnl\n\x01", "ß€𝄞", "%_*"}) {
        CAPTURE(ticker);
        auto const id = stores.transactions.next_ids({stores.main}).at(stores.main);
        stores.add({purchase(stores.main, id, ticker, "2024-01-01")});
        int seen = 0;
        stores.transactions.visit({{stores.main, ticker}}, 0, {},
                                  [&](auto moment) { seen += moment.front().ticker == ticker ? 1 : 0; });
        CHECK(seen == 1);
        CHECK(stores.transactions.connected_with({{stores.main, ticker}}) ==
              std::set<db::Instrument>{{stores.main, ticker}});
    }
}

TEST_CASE("a query with an unknown placeholder is a bug of ours")
{
    CHECK_THROWS_AS(static_cast<void>(db::portable_query("test", "SELECT {number x}")), Error);
}
