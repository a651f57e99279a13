#include "pf/http/wire.hpp"

#include <doctest/doctest.h>

using namespace pf::http;

namespace {

pf::Timestamp const moment{std::chrono::seconds{784111777}};

} // namespace

TEST_CASE("a moment is written as HTTP does")
{
    CHECK(http_date(moment) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("an answer has its length, and no field can begin another")
{
    Response const response{200, {{"ETag", "\"a\"\r\nX: y"}}, "body"};
    CHECK(wire_text(response, false, true, moment) ==
          "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nETag: \"a\"X: y\r\nContent-Length: 4\r\n\r\nbody");
    CHECK(wire_text(response, true, false, moment) ==
          "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nETag: \"a\"X: y\r\nContent-Length: 4\r\n"
          "Connection: close\r\n\r\n");
}

TEST_CASE("what has not changed has neither body nor length")
{
    CHECK(wire_text({304, {}, "body"}, false, true, moment) ==
          "HTTP/1.1 304 Not Modified\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n");
}
