#include "pf/http/names.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::http;

TEST_CASE("the name of a server has neither scheme, port nor path")
{
    for (std::string const text : {"pf.home", "localhost", "192.168.1.5", "[::1]", "a_b-c.example"}) {
        CAPTURE(text);
        REQUIRE(host_name(text));
        CHECK(*host_name(text) == text);
    }
    for (std::string const text :
         {"", "http://pf.home", "a/b", "pf.home:8000", "::1", "[::1", "[x]", "*", "a b", "a,b"}) {
        CAPTURE(text);
        CHECK_FALSE(host_name(text));
    }
}

TEST_CASE("an origin is what browsers send, and nothing that they never do")
{
    for (std::string const text :
         {"http://localhost:3003", "https://pf.home", "http://[::1]:3003", "https://pf.home:80"}) {
        CAPTURE(text);
        REQUIRE(origin(text));
        CHECK(*origin(text) == text);
    }
    CHECK(*origin("http://[0:0::1]") == "http://[::1]");
    for (std::string const text :
         {"", "*", "http://localhost:3003/", "http://a/b", "localhost:3003", "http://", "http://*", "http://a:0",
          "http://a:080", "http://a:x", "http://a:", "http://a:65536", "http://a:80", "https://a:443", "ftp://a",
          "HTTP://a", "http://u@a", "http://a?b", "null"}) {
        CAPTURE(text);
        CHECK_FALSE(origin(text));
    }
}

TEST_CASE("an address is written as connections write it")
{
    CHECK(*peer_address("127.0.0.1") == "127.0.0.1");
    CHECK(*peer_address("0:0:0:0:0:0:0:1") == "::1");
    CHECK(*peer_address("FD00::1") == "fd00::1");
    for (std::string const text : {"", "foo", "127.1", "10.0.0.0/8", "127.0.0.1:80", "[::1]", "::1%lo"}) {
        CAPTURE(text);
        CHECK_FALSE(peer_address(text));
    }
}
