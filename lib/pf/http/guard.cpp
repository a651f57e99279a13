#include "pf/http/guard.hpp"

#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"
#include "pf/http/cookies.hpp"
#include "pf/http/problem.hpp"

#include <sodium.h>

#include <algorithm>

namespace pf::http {

namespace {

bool contains(std::vector<std::string> const& words, std::string_view word)
{
    return std::ranges::any_of(words, [&](auto const& one) { return base::equal_ignoring_case(one, word); });
}

/// `localhost:8000` → `localhost`, `[::1]:8000` → `[::1]`
std::string_view without_port(std::string_view host)
{
    auto const colon = host.rfind(':');
    auto const bracket = host.rfind(']');
    return colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)
               ? host
               : host.substr(0, colon);
}

bool is_method(std::string_view method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/// Compared in the same time whatever is wrong with it.
bool is_same(std::string_view left, std::string const& right)
{
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), right.size()) == 0;
}

bool has_token(Request const& request, std::string const& token)
{
    constexpr std::string_view scheme = "bearer ";
    auto const values = request.values("Authorization");
    return values.size() == 1 && values[0].size() > scheme.size() &&
           base::equal_ignoring_case(values[0].substr(0, scheme.size()), scheme) &&
           is_same(base::trimmed(values[0].substr(scheme.size())), token);
}

constexpr char const* session_name = "pf_session";
constexpr char const* log_in_path = "/log-in";

std::string session_of(std::string const& token)
{
    base::Sha256 hash;
    hash.add("pf dashboard\n" + token);
    return hash.hex();
}

/// Who is not logged in needs these to do so.
bool is_open(std::string_view target)
{
    return target == log_in_path || target.starts_with("/assets/");
}

bool may_see_pages(Request const& request, Policy const& policy)
{
    return policy.has_pages &&
           (is_open(request.target) || is_same(cookie(request, session_name), session_of(policy.token)));
}

Response refused(Policy const& policy, ProblemDocument const& problem, Fields const& more = {})
{
    auto response = response_of(problem, policy.run_id);
    response.fields.insert(response.fields.end(), more.begin(), more.end());
    return response;
}

Response closed(Response response)
{
    response.close = true;
    return response;
}

std::optional<Response> malformed(Request const& request, Policy const& policy)
{
    if (!is_method(request.method) && !is_log_in(request, policy)) {
        return closed(refused(policy, {405, "method", "Only reading is possible", {}, "ask with GET or HEAD"},
                              {{"Allow", "GET, HEAD, OPTIONS"}}));
    }
    if (request.has_body) {
        return closed(refused(policy, {400, "body", "A question has no body",
                                       "Content-Length or Transfer-Encoding announces one", "ask without one"}));
    }
    auto const hosts = request.values("Host");
    if (hosts.size() != 1) {
        return closed(
            refused(policy, {400, "host", "A request names one host", "there is not exactly one Host field"}));
    }
    if (!contains(policy.hosts, without_port(hosts[0]))) {
        return closed(
            refused(policy, {421, "host", "This server has another name", "it is not called " + base::quoted(hosts[0]),
                             "PF_SERVE_HOSTS names what it may be called besides localhost"}));
    }
    return std::nullopt;
}

Response preflight()
{
    return {204,
            {{"Access-Control-Allow-Methods", "GET, HEAD"},
             {"Access-Control-Allow-Headers", "Authorization, If-None-Match"},
             {"Access-Control-Max-Age", "600"},
             {"Allow", "GET, HEAD, OPTIONS"}}};
}

} // namespace

bool is_health(std::string_view target)
{
    return target == "/healthz" || target == "/readyz";
}

std::optional<Response> turned_away(Request const& request, Policy const& policy)
{
    if (auto response = malformed(request, policy)) {
        return response;
    }
    if (request.method == "OPTIONS") {
        return preflight();
    }
    if (!policy.token.empty() && !is_health(request.target) && !has_token(request, policy.token) &&
        !may_see_pages(request, policy)) {
        return refused(policy, {401, "token", "A token is needed", {}, "send it as Authorization: Bearer TOKEN"},
                       {{"WWW-Authenticate", "Bearer realm=\"pf\""}});
    }
    return std::nullopt;
}

bool is_log_in(Request const& request, Policy const& policy)
{
    return policy.has_pages && request.method == "POST" && request.target == log_in_path;
}

std::string session_cookie(bool is_logged_in, Request const& request, Policy const& policy)
{
    return new_cookie(session_name, is_logged_in ? session_of(policy.token) : "", {true, is_over_tls(request, policy)});
}

bool is_over_tls(Request const& request, Policy const& policy)
{
    return contains(policy.trusted_proxies, request.peer) &&
           base::equal_ignoring_case(request.value("X-Forwarded-Proto"), "https");
}

bool is_token(std::string_view token, Policy const& policy)
{
    return !policy.token.empty() && is_same(token, policy.token);
}

void add_cors(Request const& request, Policy const& policy, Response& response)
{
    if (policy.origins.empty()) {
        return;
    }
    response.fields.emplace_back("Vary", "Origin");
    auto const origins = request.values("Origin");
    if (origins.size() == 1 && contains(policy.origins, origins[0])) {
        response.fields.emplace_back("Access-Control-Allow-Origin", origins[0]);
        response.fields.emplace_back("Access-Control-Expose-Headers",
                                     "ETag, Link, Pf-Exit-Code, Retry-After, Server-Timing");
    }
}

std::string client_of(Request const& request, Policy const& policy)
{
    if (!contains(policy.trusted_proxies, request.peer)) {
        return request.peer;
    }
    auto const chain = request.value("X-Forwarded-For");
    auto const last = base::trimmed(base::split(chain, ',').back());
    return last.empty() ? request.peer : std::string{last};
}

} // namespace pf::http
