#include "pf/base/error.hpp"
#include "pf/db/database.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <string>

using namespace pf;
using db::Target;

namespace {

/// All that a user could see of an error.
std::string shown(Error const& error)
{
    return std::string{error.what()} + "\n" + error.hint();
}

} // namespace

TEST_CASE("a SQLite URL is a path")
{
    CHECK(Target::parse("sqlite:portfolio.db").connection == "portfolio.db");
    CHECK(Target::parse("sqlite:/a b/it's=\"x\".db").connection == "/a b/it's=\"x\".db");
    CHECK(Target::parse("sqlite::memory:").connection == ":memory:");
    CHECK(Target::parse("sqlite:x.db").shown == "sqlite:x.db");
    CHECK(Target::parse("sqlite:x.db").backend == db::Backend::sqlite);
    CHECK_THROWS_AS(static_cast<void>(Target::parse("sqlite:")), Error);
}

TEST_CASE("a PostgreSQL URL is shown without its password, wherever that stands")
{
    struct Case {
        char const* url;
        char const* shown;
    };
    for (auto const& each : std::array{
             Case{"postgresql://ann:hidden@db.example:5433/money", "postgresql://ann@db.example:5433/money"},
             Case{"postgres://ann:hid%20den@db.example:5433/money", "postgresql://ann@db.example:5433/money"},
             Case{"postgresql://ann@db.example:5433/money?password=hidden", "postgresql://ann@db.example:5433/money"},
             Case{"postgresql://ann@[::1]:5433/money?sslpassword=hidden", "postgresql://ann@[::1]:5433/money"},
             Case{"postgresql://ann:hidden@/money?host=/run/pg&port=5433", "postgresql://ann@:5433/money?host=/run/pg"},
             Case{"postgresql:host=db.example port=5433 user=ann password='hid den' dbname=money",
                  "postgresql://ann@db.example:5433/money"},
         }) {
        CAPTURE(each.url);
        auto const target = Target::parse(each.url);
        CHECK(target.backend == db::Backend::postgresql);
        CHECK(target.shown == each.shown);
    }
}

TEST_CASE("a URL that is not understood is refused without quoting it")
{
    for (auto const* const url : {
             "hidden",
             "mysql://ann:hidden@host/db",
             "host=x password=hidden",
             "postgresql://ann:hid%zzden@host/db",
             "postgresql://ann@host/db?pasword=hidden",
             "postgresql://ann:hidden@[::1/db",
             "postgresql:hidden",
             "postgresql:password='hidden",
             "postgresql://ann:hidden@host/db?x",
             "",
         }) {
        CAPTURE(url);
        try {
            static_cast<void>(Target::parse(url));
            FAIL("no error");
        } catch (Error const& error) {
            CHECK(error.code() == ExitCode::config);
            CHECK(!error.hint().empty());
            CHECK(shown(error).find("hid") == std::string::npos);
            CHECK(shown(error).find("den") == std::string::npos);
        }
    }
}
