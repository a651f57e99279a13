#include "pf/base/error.hpp"
#include "pf/db/database.hpp"

#include "support/marker.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>

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
             "postgresql://ann:hidden",
             "postgresql://ann:x@hidden:hidden/db",
             "postgresql://ann@host:70000/hidden",
             "postgresql:host=x dbname=postgresql://ann:hidden@host/db",
             "sqlite:postgresql://ann:hidden@host/db",
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

namespace {

/// The target as shown, or the complaint.
std::string shown_for(std::string const& url)
{
    try {
        return Target::parse(url).shown;
    } catch (Error const& error) {
        return shown(error);
    }
}

} // namespace

TEST_CASE("B9: no part of a password is shown, whatever unencoded character stands in it")
{
    for (auto const& url : std::array<std::pair<char const*, char const*>, 9>{{
             {"postgresql://ann:", "@127.0.0.1:1/money"},
             {"postgres://ann:", "@/money"},
             {"postgresql://:", "@[::1]:1/money?sslmode=disable"},
             {"postgresql://ann:", "@127.0.0.1/money?application_name=x&host=@socket"},
             {"postgresql://ann@127.0.0.1:1/money?password=", ""},
             {"postgresql://ann@127.0.0.1:1/money?password=", "&connect_timeout=1"},
             {"postgresql:user=ann host=127.0.0.1 password=", " dbname=money"},
             {"postgresql:user=ann host=127.0.0.1 password='", "' dbname=money"},
             {"sqlite:postgresql://ann:", "@127.0.0.1/money"},
         }}) {
        for (auto const& password : test::marked_passwords()) {
            CAPTURE(url.first);
            CAPTURE(password);
            CHECK_FALSE(test::shows_part_of_marker(shown_for(url.first + password + url.second)));
        }
    }
}

TEST_CASE("an @ or a / that cuts a password off is refused with how to write it")
{
    for (auto const* const url : {"postgresql://ann:p@ss@host/db", "postgresql://ann:p/ss@host/db",
                                  "postgresql://ann:p@s/s@host/db", "postgresql://ann@host/db?user=a@b"}) {
        CAPTURE(url);
        CHECK(shown_for(url).find("@ as %40, / as %2F") != std::string::npos);
    }
    for (auto const* const url : {"postgresql://ann:p%40s%2Fs@host:5432/db", "postgresql://ann:p:s?s#s@host:5432/db",
                                  "postgresql://ann@:5432/db?host=/run/pg", "postgresql://ann@:5432/db?host=@socket"}) {
        CAPTURE(url);
        CHECK(shown_for(url).starts_with("postgresql://ann@"));
    }
}
