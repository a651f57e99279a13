#include "pf/web/html.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::web;

TEST_CASE("W1: text never becomes markup, in elements nor in attributes")
{
    std::string const hostile = R"(<script>alert("1")</script>'&)";
    auto const markup = element("p", {{"title", hostile}}, hostile).html();
    CHECK(markup == "<p title=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'&amp;\">"
                    "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'&amp;</p>");
}

TEST_CASE("markup stays markup when it is put into more of it")
{
    Markup inside = "a < b";
    inside += lone("br", {});
    CHECK(element("div", {}, inside + element("b", {}, "c")).html() == "<div>a &lt; b<br><b>c</b></div>");
}

TEST_CASE("a name of the data is kept apart from its neighbours, whichever way it is written")
{
    CHECK(isolated("\u202eevil").html() == "<bdi>\\u202eevil</bdi>");
    auto const name = std::string(500, 'x');
    CHECK(isolated(name).html() == "<bdi title=\"" + name + "\">" + name + "</bdi>");
}

TEST_CASE("an address stays on this server, whatever it is made of")
{
    CHECK(Url{}.text() == "/");
    CHECK(Url{}.with("back", "").text() == "/");
    CHECK(Url{"holdings"}.below("BRK/B").with("as-of", "2024-01-31").with("account", "a&b=c").text() ==
          "/holdings/BRK%2FB?as-of=2024-01-31&account=a%26b%3Dc");
    CHECK(Url{"holdings"}.below("javascript:alert(1)").text() == "/holdings/javascript%3Aalert%281%29");
    CHECK(Url{"holdings"}.below("//evil.example").text() == "/holdings/%2F%2Fevil.example");
}
