#include "pf/prices/request.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::question_of;
using test::source_of;

TEST_CASE("templates are filled, and what a user wrote is escaped")
{
    auto const source =
        source_of("headers = { Authorization = \"Token {key}\" }\n[csv]\ndate = \"d\"\nclose = \"c\"\n");
    auto question = question_of(source);
    question.symbol = "BTC/USD&x=1 ü";
    auto const request = prices::request_of(question, "k&y", "");
    REQUIRE(request);
    CHECK(request->url == "https://example.org/BTC%2FUSD%26x%3D1%20%C3%BC?key=k%26y&from=2026-11-02&to=2026-11-30");
    CHECK(request->headers == std::vector<std::string>{"Authorization: Token k&y"});
    CHECK(prices::request_of(question, "k", "http://127.0.0.1:80")->url.starts_with("http://127.0.0.1:80/BTC%2FUSD"));
    CHECK(!prices::request_of(question, "k", "http://example.org"));
    question.symbol = "--output=/etc/passwd";
    CHECK(prices::request_of(question, "", "").problem().message == "\"--output=/etc/passwd\" is not a symbol");
}

TEST_CASE("moments and lists of currencies")
{
    auto const source = prices::parse_source("name = \"a\"\ntitle = \"a\"\ngives = \"rates\"\nbase = \"EUR\"\nurl = "
                                             "\"https://a/{quotes}/{quotes+}/{from_unix}/{to_unix}/{days}\"\n"
                                             "format = \"fx\"\n",
                                             "a.toml");
    auto question = question_of(source);
    question.quotes = {Currency{"USD"}, Currency{"GBP"}};
    CHECK(prices::request_of(question, "", "")->url == "https://a/USD,GBP/USD+GBP/1793577600/1796083199/29");
}

TEST_CASE("https may be asked, http on this machine alone")
{
    for (auto const* const url :
         {"https://a.example/x", "http://127.0.0.1:8080/", "http://localhost", "http://[::1]:1/x"}) {
        CAPTURE(url);
        CHECK(prices::is_safe_url(url));
    }
    for (auto const* const url :
         {"http://a.example/", "file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1.a.example/",
          "http://127.0.0.1@a.example/", "https://user@a.example/", "https://", "", "gopher://x",
          "https://a.example/\nHost: b", "HTTP://a.example/"}) {
        CAPTURE(url);
        CHECK(!prices::is_safe_url(url));
    }
}

TEST_CASE("nobody outside sends us to this machine, or off https")
{
    CHECK(prices::is_safe_redirect("https://a.example/", "https://b.example/"));
    CHECK(prices::is_safe_redirect("http://127.0.0.1/a", "http://127.0.0.1/b"));
    CHECK(prices::is_safe_redirect("http://127.0.0.1/a", "https://b.example/"));
    CHECK(!prices::is_safe_redirect("https://a.example/", "http://127.0.0.1/"));
    CHECK(!prices::is_safe_redirect("https://a.example/", "https://127.0.0.1/"));
    CHECK(!prices::is_safe_redirect("https://a.example/", "file:///etc/passwd"));
    CHECK(!prices::is_safe_redirect("http://127.0.0.1/", "http://b.example/"));
}
