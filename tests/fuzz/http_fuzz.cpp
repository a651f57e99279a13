// Any bytes as the head of a request, up to the route it takes: turned away, led somewhere or nowhere; never an
// exception.
#include "pf/base/text.hpp"
#include "pf/http/conditions.hpp"
#include "pf/http/guard.hpp"
#include "pf/http/read_request.hpp"
#include "pf/http/router.hpp"
#include "pf/http/wire.hpp"

#include "expect.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace {

using namespace pf::http;
using pf::fuzz::expect;

Response echo(Call const& call)
{
    Response response;
    for (auto const& [name, value] : call.places) {
        expect(!pf::base::find_invalid_utf8(value), "what stands in a place is UTF-8");
        response.body += value;
    }
    for (auto const& [name, value] : call.target.query) {
        expect(!pf::base::find_invalid_utf8(name + value), "a query is UTF-8");
        expect((name + value).find('\0') == std::string::npos, "a query has no control characters");
    }
    return response;
}

Router const& router()
{
    static Router const made = [] {
        Router router;
        router.add("/", echo);
        router.add("/api/v1/positions", echo);
        router.add("/api/v1/imports/{id}.csv", echo);
        router.add("/api/v1/imports/{id}", echo);
        return router;
    }();
    return made;
}

Policy const& policy()
{
    static Policy const made{{"localhost"}, {"http://localhost:3003"}, "0123456789abcdef", {"127.0.0.1"}, true, "r"};
    return made;
}

Response answered(Request const& request)
{
    if (auto response = turned_away(request, policy())) {
        expect(response->status >= 400 || request.method == "OPTIONS", "only a preflight is answered before its route");
        return *std::move(response);
    }
    expect(request.value("Authorization").find(policy().token) != std::string::npos || request.target == "/healthz" ||
               request.target == "/readyz",
           "without a token only health is told");
    static_cast<void>(chosen_media(request.value("Accept")));
    static_cast<void>(names_etag(request.value("If-None-Match"), "\"a\""));
    auto routed = router().route(request);
    if (auto const* const problem = std::get_if<ProblemDocument>(&routed)) {
        return response_of(*problem, "r");
    }
    return std::get<Response>(std::move(routed));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto request = read_request({reinterpret_cast<char const*>(data), size});
    if (!request) {
        return 0;
    }
    request->peer = "127.0.0.1";
    static_cast<void>(client_of(*request, policy()));
    auto response = answered(*request);
    add_cors(*request, policy(), response);
    auto const text = wire_text(response, request->method == "HEAD", true, {});
    auto const head = text.substr(0, text.find("\r\n\r\n"));
    std::size_t lines = 0;
    for (std::size_t at = 0; (at = head.find('\n', at)) != std::string::npos; ++at) {
        ++lines;
    }
    expect(lines <= response.fields.size() + 2, "no field begins another");
    return 0;
}
