#include "pf/cache/address.hpp"

#include "support/marker.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>

using pf::cache::Address;
using pf::cache::parse_address;

namespace {

std::string problem_of(std::string const& url)
{
    auto const address = parse_address(url);
    return address ? "accepted as " + address->shown() : address.problem().message;
}

} // namespace

TEST_CASE("the address of a Redis server")
{
    CHECK(*parse_address("redis://cache") == Address{"cache", 6379, "", "", "", 0});
    CHECK(*parse_address("redis://cache:7000/3") == Address{"cache", 7000, "", "", "", 3});
    CHECK(*parse_address("redis://:p%40ss%2F@cache/") == Address{"cache", 6379, "", "", "p@ss/", 0});
    CHECK(*parse_address("redis://pf:a:b@[::1]:7000") == Address{"::1", 7000, "", "pf", "a:b", 0});
    CHECK(*parse_address("unix:///run/redis.sock?db=2&password=x%20y") ==
          Address{"", 6379, "/run/redis.sock", "", "x y", 2});
}

TEST_CASE("an address shows neither user nor password")
{
    CHECK(parse_address("redis://pf:secret@cache:7000/3")->shown() == "redis://cache:7000/3");
    CHECK(parse_address("redis://pf:secret@[::1]")->shown() == "redis://[::1]:6379/0");
    CHECK(parse_address("unix:///run/redis.sock?password=secret")->shown() == "unix:///run/redis.sock");
}

TEST_CASE("what is no address of a Redis server is not quoted, since it may hold a password")
{
    CHECK(problem_of("rediss://:secret@cache") ==
          "the Redis URL begins neither with \"redis://\" nor with \"unix://\"");
    CHECK(problem_of("redis://") == "the Redis URL has no host or a wrong port");
    CHECK(problem_of("redis://cache:70000") == "the Redis URL has no host or a wrong port");
    CHECK(problem_of("redis://cache/one") == "the Redis URL names a database that is not a number");
    CHECK(problem_of("redis://:a%4@cache") == "the user or the password of the Redis URL is not percent-encoded");
    CHECK(problem_of("redis://:a%zz@cache") == "the user or the password of the Redis URL is not percent-encoded");
    CHECK(problem_of("unix://") == "the Redis URL has no path from / on");
    CHECK(problem_of("unix://redis.sock") == "the Redis URL has no path from / on");
    CHECK(problem_of("unix://:secret@/run/redis.sock") == "the Redis URL has @, & or = in its path");
    CHECK(problem_of("unix:///run/redis.sock&password=secret") == "the Redis URL has @, & or = in its path");
    CHECK(problem_of("unix:///a?user=x") ==
          "the Redis URL has a parameter that is neither db=NUMBER nor password=TEXT");
}

TEST_CASE("B9: no part of a password is shown, whatever unencoded character stands in it")
{
    for (auto const& url : std::array<std::pair<char const*, char const*>, 5>{{
             {"redis://:", "@cache:7000/3"},
             {"redis://pf:", "@cache"},
             {"unix:///run/redis.sock?password=", ""},
             {"unix:///run/redis.sock?password=", "&db=1"},
             {"unix://:", "@/run/redis.sock"},
         }}) {
        for (auto const& password : pf::test::marked_passwords()) {
            CAPTURE(url.first);
            CAPTURE(password);
            CHECK_FALSE(pf::test::shows_part_of_marker(problem_of(url.first + password + url.second)));
        }
    }
}
