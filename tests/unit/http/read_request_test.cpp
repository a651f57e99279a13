#include "pf/http/read_request.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::http;

namespace {

std::optional<Request> read(std::string const& lines)
{
    return read_request(lines + "\r\n\r\n");
}

} // namespace

TEST_CASE("the head of a request is read")
{
    auto const request = read("GET /a?b=1 HTTP/1.1\r\nHost: localhost:8000\r\naccept: a\r\nAccept: b");
    REQUIRE(request);
    CHECK(request->method == "GET");
    CHECK(request->target == "/a?b=1");
    CHECK(request->value("Accept") == "a, b");
    CHECK(request->values("HOST").size() == 1);
    CHECK(request->keep_alive);
    CHECK_FALSE(request->has_body);
    CHECK_FALSE(read("GET / HTTP/1.1\r\nConnection: close")->keep_alive);
    CHECK_FALSE(read("GET / HTTP/1.0")->keep_alive);
}

TEST_CASE("whatever announces a body is known to do so")
{
    CHECK(read("GET / HTTP/1.1\r\nContent-Length: 5")->has_body);
    CHECK(read("GET / HTTP/1.1\r\nTransfer-Encoding: chunked")->has_body);
    CHECK(read("GET / HTTP/1.1\r\nTransfer-Encoding: gzip")->has_body);
    CHECK_FALSE(read("GET / HTTP/1.1\r\nContent-Length: 0")->has_body);
    auto const both = read("GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nContent-Length: 5");
    CHECK((!both || both->has_body));
    auto const other = read("GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: gzip");
    CHECK((!other || other->has_body));
}

TEST_CASE("what is no request, or two, is none")
{
    for (std::string const text :
         {"", "GET", "GET /", "GET / HTTP/2.0", "GET / HTTP/1.1 x", "G\tT / HTTP/1.1", "GET / HTTP/1.1\r\nno colon",
          "GET / HTTP/1.1\r\n: empty", "GET / HTTP/1.1\r\nA: b\r\n folded", "GET / HTTP/1.1\r\nA: b\r\n\tfolded",
          "GET / HTTP/1.1\r\nA : b", "GET / HTTP/1.1\nHost: localhost", "GET / HTTP/1.1\r\nHost: localhost\rX: y",
          "GET / HTTP/1.1\r\nContent-Length: x", "GET / HTTP/1.1\r\nContent-Length: -1", "GET /\x01 HTTP/1.1"}) {
        CAPTURE(text);
        CHECK_FALSE(read(text));
    }
    CHECK_FALSE(read(std::string{"GET / HTTP/1.1\r\nA: \0b", 21}));
    CHECK_FALSE(read_request("GET / HTTP/1.1\r\n"));
}

TEST_CASE("another version is told from what is no request")
{
    CHECK(problem_of_head("GET / HTTP/2.0\r\n\r\n").status == 505);
    CHECK(problem_of_head("PRI * HTTP/2\r\n\r\n").status == 505);
    for (std::string_view const head : {"\r\n\r\n", "hello\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "GET / HTTP/\r\n\r\n",
                                        "GET / HTTP/x.1\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n"}) {
        CAPTURE(head);
        CHECK(problem_of_head(head).status == 400);
    }
}
