#include "pf/db/session.hpp"

#include "store_fixture.hpp"

using namespace pf;
using namespace pf::test;

TEST_CASE_TEMPLATE("accounts are created with growing ids and found by name", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    db::AccountStore accounts{temporary.database()};
    CHECK(accounts.list().empty());
    CHECK(!accounts.find("main"));

    auto const main = accounts.create("main", Currency{"EUR"}, model::BookingMethod::fifo);
    auto const other = accounts.create("it's \"ours\"; ü", Currency{"USDT"}, model::BookingMethod::average);
    model::Account expected;
    expected.id = 1;
    expected.name = "main";
    expected.base_currency = Currency{"EUR"};
    CHECK(main == expected);
    CHECK(other.id == 2);
    CHECK(accounts.find("it's \"ours\"; ü") == other);
    CHECK(accounts.list() == std::vector{other, main});
}

TEST_CASE_TEMPLATE("a missing account is named with the nearest one", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    db::AccountStore accounts{temporary.database()};
    accounts.create("retirement", Currency{"EUR"}, model::BookingMethod::fifo);
    try {
        static_cast<void>(accounts.get("retirment"));
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_data);
        CHECK(error.message() == "there is no account \"retirment\"");
        CHECK(error.hint() == "did you mean \"retirement\"? 'pf-import --create-accounts' opens it");
    }
}

TEST_CASE_TEMPLATE("an account's name is unique", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    db::AccountStore accounts{temporary.database()};
    auto const first = accounts.create("main", Currency{"EUR"}, model::BookingMethod::fifo);
    CHECK(accounts.create("main", Currency{"USD"}, model::BookingMethod::hifo) == first);
    CHECK(accounts.list().size() == 1);
}

TEST_CASE_TEMPLATE("the version of an account's data counts its changes", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
    stores.accounts.bump_data_versions({stores.main}, on("2024-01-02"));
    CHECK(stores.accounts.get("main").data_version == 2);
    CHECK(stores.accounts.get("second").data_version == 0);
}

TEST_CASE("on PostgreSQL, accounts that one connection locked make another one wait")
{
    Stores stores{db::Backend::postgresql};
    db::Atomic const holder{stores.database};
    stores.accounts.lock({stores.second, stores.main});

    auto other = stores.temporary.connect();
    other.session().driver().run_script("SET lock_timeout = '50ms'");
    db::Atomic const waiting{other};
    try {
        db::AccountStore{other}.lock({stores.main});
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::busy);
    }
}

TEST_CASE("on PostgreSQL, a row that refers to a locked account does not wait")
{
    Stores stores{db::Backend::postgresql};
    db::Atomic const holder{stores.database};
    stores.accounts.lock({stores.main});

    auto other = stores.temporary.connect();
    other.session().driver().run_script("SET lock_timeout = '50ms'");
    db::Atomic adding{other};
    db::ImportStore{other}.add({import_of(2, stores.main)});
    adding.commit();
    CHECK(db::ImportStore{other}.find(2).size() == 1);
}
