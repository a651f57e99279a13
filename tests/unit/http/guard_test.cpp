#include "pf/http/guard.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::http;

namespace {

Request request(Fields fields, std::string method = "GET")
{
    Request request;
    request.method = std::move(method);
    request.target = "/api/v1/positions";
    request.fields = std::move(fields);
    request.peer = "127.0.0.1";
    return request;
}

/// The status that a request is turned away with; 0: it is let in.
unsigned status(Request const& request, Policy const& policy = {})
{
    auto const response = turned_away(request, policy);
    return response ? response->status : 0;
}

} // namespace

TEST_CASE("only the server's own names are answered to, with any port")
{
    for (auto const* const host : {"localhost", "LocalHost:8000", "127.0.0.1:1", "[::1]", "[::1]:8000"}) {
        CHECK(status(request({{"Host", host}})) == 0);
    }
    for (auto const* const host : {"evil.example", "evil.example:8000", "", "localhost.evil.example", "127.0.0.1.evil",
                                   "localhost:8000:1", "[::1", "::1", "localhost@evil"}) {
        CAPTURE(host);
        CHECK(status(request({{"Host", host}})) == 421);
    }
    Policy policy;
    policy.hosts.emplace_back("pf.home");
    CHECK(status(request({{"Host", "pf.home:443"}}), policy) == 0);
}

TEST_CASE("a request that two programs may read in two ways is refused, and its connection closed")
{
    CHECK(status(request({})) == 400);
    CHECK(status(request({{"Host", "localhost"}, {"host", "localhost"}})) == 400);
    auto with_body = request({{"Host", "localhost"}});
    with_body.has_body = true;
    CHECK(turned_away(with_body, {})->close);
    CHECK(status(with_body) == 400);
}

TEST_CASE("only reading is possible")
{
    for (auto const* const method : {"POST", "PUT", "DELETE", "TRACE", "CONNECT", "get", "PROPFIND"}) {
        auto const response = turned_away(request({{"Host", "localhost"}}, method), {});
        REQUIRE(response);
        CHECK(response->status == 405);
        CHECK(response->value("Allow") == "GET, HEAD, OPTIONS");
    }
    CHECK(status(request({{"Host", "localhost"}}, "HEAD")) == 0);
}

TEST_CASE("where a token is needed, no other lets in, and health checks need none")
{
    Policy policy;
    policy.token = "0123456789abcdef0123456789abcdef";
    auto const with = [&](std::string const& value) {
        return status(request({{"Host", "localhost"}, {"Authorization", value}}), policy);
    };
    CHECK(with("Bearer 0123456789abcdef0123456789abcdef") == 0);
    CHECK(with("bearer  0123456789abcdef0123456789abcdef ") == 0);
    for (auto const* const value :
         {"", "Bearer", "Bearer ", "Bearer 0123456789abcdef0123456789abcdeF",
          "Bearer 0123456789abcdef0123456789abcdef0", "Basic 0123456789abcdef0123456789abcdef"}) {
        CHECK(with(value) == 401);
    }
    CHECK(status(request({{"Host", "localhost"},
                          {"Authorization", "Bearer 0123456789abcdef0123456789abcdef"},
                          {"Authorization", "Bearer 0123456789abcdef0123456789abcdef"}}),
                 policy) == 401);
    CHECK(turned_away(request({{"Host", "localhost"}}), policy)->value("WWW-Authenticate") == "Bearer realm=\"pf\"");
    auto health = request({{"Host", "localhost"}});
    health.target = "/readyz";
    CHECK(status(health, policy) == 0);
    health.target = "/readyz/../api/v1/positions";
    CHECK(status(health, policy) == 401);
}

TEST_CASE("only pages of the list may read answers, and every answer says that it depends on the page")
{
    Policy policy;
    policy.origins = {"http://localhost:3003"};
    auto const allowed = [&](Fields fields) {
        Response response;
        add_cors(request(std::move(fields)), policy, response);
        CHECK(response.value("Vary") == "Origin");
        return response.value("Access-Control-Allow-Origin");
    };
    CHECK(allowed({{"Origin", "http://localhost:3003"}}) == "http://localhost:3003");
    Response exposed;
    add_cors(request({{"Origin", "http://localhost:3003"}}), policy, exposed);
    CHECK(exposed.value("Access-Control-Expose-Headers").find("Pf-Exit-Code") != std::string::npos);
    CHECK(allowed({{"Origin", "http://localhost:3004"}}).empty());
    CHECK(allowed({{"Origin", "null"}}).empty());
    CHECK(allowed({}).empty());
    CHECK(allowed({{"Origin", "http://localhost:3003"}, {"Origin", "http://evil.example"}}).empty());
    auto const preflight = turned_away(request({{"Host", "localhost"}}, "OPTIONS"), policy);
    REQUIRE(preflight);
    CHECK(preflight->status == 204);
    CHECK(preflight->value("Access-Control-Max-Age") == "600");
}

TEST_CASE("only a trusted proxy says whom a request counts for")
{
    Policy policy;
    auto const forwarded = request({{"X-Forwarded-For", "10.0.0.9, 10.0.0.1"}});
    CHECK(client_of(forwarded, policy) == "127.0.0.1");
    policy.trusted_proxies = {"127.0.0.1"};
    CHECK(client_of(forwarded, policy) == "10.0.0.1");
    CHECK(client_of(request({}), policy) == "127.0.0.1");
}

TEST_CASE("a browser logs in with a form, and is known by a cookie that does not tell the token")
{
    Policy policy;
    policy.token = "0123456789abcdef0123456789abcdef";
    policy.has_pages = true;
    auto form = request({{"Host", "localhost"}}, "POST");
    CHECK(status(form, policy) == 405);
    form.target = "/log-in";
    CHECK(status(form, policy) == 0);
    policy.has_pages = false;
    CHECK(status(form, policy) == 405);
    policy.has_pages = true;

    auto const set = session_cookie(true, {}, policy);
    CHECK(set.find(policy.token) == std::string::npos);
    CHECK(set.ends_with("; HttpOnly; SameSite=Strict"));
    auto const pair = set.substr(0, set.find(';'));
    CHECK(status(request({{"Host", "localhost"}}), policy) == 401);
    CHECK(status(request({{"Host", "localhost"}, {"Cookie", "a=b; " + pair}}), policy) == 0);
    CHECK(status(request({{"Host", "localhost"}, {"Cookie", pair + "0"}}), policy) == 401);
    CHECK(status(request({{"Host", "localhost"}, {"Cookie", "pf_session=" + policy.token}}), policy) == 401);
    CHECK(status(request({{"Host", "localhost"}, {"Cookie", "pf_session="}}), policy) == 401);
}

TEST_CASE("an API knows no cookies")
{
    Policy policy;
    policy.token = "0123456789abcdef0123456789abcdef";
    auto const set = session_cookie(true, {}, policy);
    CHECK(status(request({{"Host", "localhost"}, {"Cookie", set.substr(0, set.find(';'))}}), policy) == 401);
}

TEST_CASE("without a token, no text is the token")
{
    CHECK_FALSE(is_token("", {}));
    Policy policy;
    policy.token = "0123456789abcdef0123456789abcdef";
    CHECK(is_token(policy.token, policy));
    CHECK_FALSE(is_token(policy.token + "0", policy));
}

TEST_CASE("a cookie is for TLS alone where a trusted proxy speaks it")
{
    Policy policy;
    policy.token = "0123456789abcdef0123456789abcdef";
    auto const over_tls = request({{"Host", "localhost"}, {"X-Forwarded-Proto", "https"}});
    CHECK_FALSE(session_cookie(true, over_tls, policy).ends_with("; Secure"));
    policy.trusted_proxies = {"127.0.0.1"};
    CHECK(session_cookie(true, over_tls, policy).ends_with("; Secure"));
    CHECK_FALSE(session_cookie(true, request({{"X-Forwarded-Proto", "http"}}), policy).ends_with("; Secure"));
}
