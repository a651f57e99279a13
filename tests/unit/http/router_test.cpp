#include "pf/http/router.hpp"

#include <doctest/doctest.h>

#include <string>
#include <variant>

using namespace pf::http;

namespace {

/// What the route that was found says.
std::string found(Router const& router, std::string const& target)
{
    Request request;
    request.method = "GET";
    request.target = target;
    auto const routed = router.route(request);
    if (auto const* const problem = std::get_if<ProblemDocument>(&routed)) {
        return std::to_string(problem->status) + ": " + problem->detail + "; " + problem->hint;
    }
    return std::get<Response>(routed).body;
}

Router::Handler named(std::string const& name)
{
    return [name](Call const& call) {
        auto text = name;
        for (auto const& [place, value] : call.places) {
            text += " " + place + "=" + value;
        }
        return Response{200, {}, text};
    };
}

Router router()
{
    Router router;
    router.add("/", named("root"));
    router.add("/api/v1/imports", named("imports"));
    router.add("/api/v1/imports/{id}.csv", named("one as CSV"));
    router.add("/api/v1/imports/{id}", named("one"));
    return router;
}

} // namespace

TEST_CASE("a request finds the first route that fits it")
{
    CHECK(found(router(), "/") == "root");
    CHECK(found(router(), "/api/v1/imports?x=1") == "imports");
    CHECK(found(router(), "/api/v1/imports/7") == "one id=7");
    CHECK(found(router(), "/api/v1/imports/7.csv") == "one as CSV id=7");
    CHECK(found(router(), "/api/v1/imports/%2e%2e%2f") == "one id=../");
    CHECK(found(router(), "/api/v1/imports/.csv") == "one id=.csv");
}

TEST_CASE("what leads nowhere is told the nearest that there is")
{
    CHECK(found(router(), "/api/v1/improts") ==
          "404: nothing is at \"/api/v1/improts\"; did you mean /api/v1/imports?");
    CHECK(found(router(), "/wp-admin") == "404: nothing is at \"/wp-admin\"; the contract names all there is");
    CHECK(found(router(), "/api/v1/imports/") ==
          "404: nothing is at \"/api/v1/imports/\"; did you mean /api/v1/imports?");
    CHECK(found(router(), "/%zz").starts_with("400: it has a %"));
}
