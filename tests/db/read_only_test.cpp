#include "pf/db/account_store.hpp"
#include "pf/db/database.hpp"
#include "pf/db/read_only.hpp"
#include "pf/db/session.hpp"

#include "support/temp_database.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <string>

using namespace pf;
using namespace pf::test;

namespace {

constexpr std::chrono::seconds longest{10};

void open_account(db::Database& database, std::string const& name)
{
    static_cast<void>(db::AccountStore{database}.create(name, Currency{"EUR"}, model::BookingMethod::fifo));
}

std::size_t accounts(db::Database& database)
{
    return db::AccountStore{database}.list().size();
}

/// How a statement that never ends is ended.
ExitCode end_of_counting(db::Database& database)
{
    std::string const sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT COUNT(*) FROM n";
    try {
        return database.session().driver().read({"test", sql, sql}, {})->next() ? ExitCode::ok : ExitCode::no_input;
    } catch (Error const& error) {
        return error.code();
    }
}

} // namespace

TEST_CASE_TEMPLATE("a connection that only reads refuses to write, and reads what others write", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    auto reader = temporary.connect();
    db::make_read_only(reader, longest);
    CHECK_THROWS_AS(open_account(reader, "main"), Error);
    open_account(temporary.database(), "main");
    CHECK(accounts(reader) == 1);
}

TEST_CASE_TEMPLATE("a statement that takes too long for a connection that only reads is ended", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    auto reader = temporary.connect();
    db::make_read_only(reader, std::chrono::milliseconds{50});
    CHECK(end_of_counting(reader) == ExitCode::busy);
    CHECK(accounts(reader) == 0);
}

TEST_CASE_TEMPLATE("what is read within what is read is of the same moment, and ends nothing", Where, PF_BACKENDS)
{
    TempDatabase temporary{Where::backend};
    auto reader = temporary.connect();
    {
        db::Atomic const moment{reader, db::Atomic::Mode::read};
        CHECK(accounts(reader) == 0);
        open_account(temporary.database(), "main");
        {
            db::Atomic const inner{reader, db::Atomic::Mode::read};
            CHECK(accounts(reader) == 0);
        }
        {
            db::Atomic inner{reader, db::Atomic::Mode::read};
            inner.commit();
        }
        {
            db::Atomic inner{reader, db::Atomic::Mode::read};
            inner.roll_back();
        }
        CHECK(accounts(reader) == 0);
    }
    CHECK(accounts(reader) == 1);
    db::Atomic const later{reader, db::Atomic::Mode::read};
    CHECK(accounts(reader) == 1);
    open_account(temporary.database(), "other");
    CHECK(accounts(reader) == 1);
}
