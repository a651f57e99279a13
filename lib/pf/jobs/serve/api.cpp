#include "pf/jobs/serve/api.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/serve/contract.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <utility>
#include <variant>

namespace pf::jobs::serve {

namespace {

constexpr std::int64_t burst_s = 2; // of the rate, at once

http::RateLimit::Measure measure_of(Door::Settings const& settings)
{
    return {settings.requests_per_second, settings.requests_per_second * burst_s};
}

void log_failure(http::Request const& request, std::string const& message, std::string const& where)
{
    cli::log(cli::Level::error, "failed", request.target + ": " + (where.empty() ? "" : where + ": ") + message,
             {{"target", request.target}, {"where", where}});
}

http::Response alive()
{
    return {200,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            "{\"status\":\"alive\"}\n",
            false,
            "/healthz"};
}

/// The document of what the server refused by itself.
void add_document(http::Response& response, std::string const& run_id)
{
    bool const closes = response.close;
    auto const problem = response.problem;
    response = http::response_of(*problem, run_id);
    response.close = closes;
}

/// What a line of the log says was asked.
std::string asked(http::Request const& request)
{
    return request.method.empty() ? "no request" : request.method + " " + request.target;
}

std::string api_path(std::string const& path)
{
    return "/api/v1/" + path;
}

} // namespace

Door::Door(Settings settings, Sessions& sessions, http::Router router)
    : m_settings(std::move(settings)), m_sessions(sessions), m_router(std::move(router)), m_rate(measure_of(m_settings))
{
}

http::Service Door::service()
{
    http::Service service;
    service.takes_body = [this](auto const& request) { return http::is_log_in(request, m_settings.policy); };
    service.admit = [this](auto const& request) { return admit(request); };
    service.answer = [this](auto const& request) { return answer(request); };
    service.finish = [this](auto const& request, auto& response) { finish(request, response); };
    service.served = [this](auto const& request, auto const& response, auto took) { served(request, response, took); };
    return service;
}

std::optional<http::Response> Door::admit(http::Request const& request)
{
    // Who watches whether the process lives must not take a busy one for a dead one.
    if (m_settings.requests_per_second > 0 && request.target != "/healthz") {
        auto const client = http::client_of(request, m_settings.policy);
        if (auto const wait = m_rate.refuse(client, std::chrono::steady_clock::now())) {
            return http::response_of(
                {429, "too-many", "Too many requests", {}, "ask again later", {}, static_cast<int>(wait->count())},
                m_settings.policy.run_id);
        }
    }
    if (auto response = http::turned_away(request, m_settings.policy)) {
        return response;
    }
    if (request.target == "/healthz") {
        return alive();
    }
    if (m_settings.tells_figures && request.target == "/metrics") {
        return http::Response{200,
                              {{"Content-Type", "text/plain; version=0.0.4"}, {"Cache-Control", "no-store"}},
                              m_figures.text(m_sessions.figures()),
                              false,
                              "/metrics"};
    }
    return std::nullopt;
}

http::Response Door::answer(http::Request const& request) const
{
    http::ProblemDocument problem;
    try {
        auto routed = m_router.route(request);
        if (auto* const response = std::get_if<http::Response>(&routed)) {
            return std::move(*response);
        }
        problem = std::get<http::ProblemDocument>(std::move(routed));
    } catch (Error const& error) {
        problem = http::problem_of(error);
        if (problem.status >= 500) {
            log_failure(request, error.message(), error.where());
        }
    } catch (std::exception const& error) {
        problem = http::problem_of(Error{ExitCode::internal, error.what()});
        log_failure(request, error.what(), {});
    }
    return http::response_of(problem, m_settings.policy.run_id);
}

void Door::finish(http::Request const& request, http::Response& response) const
{
    if (response.problem && response.body.empty()) {
        add_document(response, m_settings.policy.run_id);
    }
    if (response.problem && m_settings.refusal && !request.target.starts_with("/api/")) {
        response = m_settings.refusal(request, response);
    }
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.fields.emplace_back("Referrer-Policy", "no-referrer");
    response.fields.emplace_back("Cross-Origin-Resource-Policy", "same-site");
    if (response.value("Content-Security-Policy").empty()) {
        response.fields.emplace_back("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    http::add_cors(request, m_settings.policy, response);
}

void Door::served(http::Request const& request, http::Response const& response, std::chrono::microseconds took)
{
    m_figures.count(response.route, response.status, took);
    auto const level = http::is_health(request.target) && response.status == 200 ? cli::Level::debug : cli::Level::info;
    cli::log(
        level, "request",
        fmt::format("{} {} {}.{:03} ms", asked(request), response.status, took.count() / 1000, took.count() % 1000),
        {{"method", request.method},
         {"target", request.target},
         {"status", std::int64_t{response.status}},
         {"bytes", static_cast<std::int64_t>(response.body.size())},
         {"duration_us", std::int64_t{took.count()}},
         {"client", http::client_of(request, m_settings.policy)}});
}

http::Router api_routes(Answers& answers)
{
    http::Router router;
    for (auto const& question : questions()) {
        router.add(api_path(question.path) + ".csv",
                   [&](http::Call const& call) { return answers.answer(question, call, http::Media::csv); });
        router.add(api_path(question.path),
                   [&](http::Call const& call) { return answers.answer(question, call, std::nullopt); });
    }
    router.add(api_path("version"), [&](http::Call const& call) { return answers.version(call); });
    router.add("/readyz", [&](http::Call const& /*call*/) { return answers.ready(); });
    router.add("/openapi.json", [contract = Contract{}](http::Call const& call) { return contract.answer(call); });
    return router;
}

} // namespace pf::jobs::serve
