#include "pf/http/cookies.hpp"

#include <doctest/doctest.h>

using namespace pf::http;

TEST_CASE("a cookie is found by its whole name")
{
    Request request;
    request.fields = {{"Cookie", "theme=light; pf_theme=dark;pf_discreet = on"}, {"cookie", "later=1; pf_theme=light"}};
    CHECK(cookie(request, "pf_theme") == "dark");
    CHECK(cookie(request, "theme") == "light");
    CHECK(cookie(request, "later") == "1");
    CHECK(cookie(request, "pf_thema").empty());
    CHECK(cookie({}, "pf_theme").empty());
}

TEST_CASE("a cookie without a value is forgotten by the browser")
{
    CHECK(new_cookie("a", "", {}) == "a=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    CHECK(new_cookie("a", "b", {true}) == "a=b; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
}
