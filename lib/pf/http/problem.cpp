#include "pf/http/problem.hpp"

#include "pf/base/secret.hpp"

#include <nlohmann/json.hpp>

namespace pf::http {

namespace {

using Json = nlohmann::ordered_json;

struct Meaning {
    unsigned status = 500;
    char const* type = "";
    char const* title = "";
    int retry_after_s = 0;
};

Meaning meaning_of(ExitCode code)
{
    switch (code) {
    case ExitCode::usage:
        return {400, "wrong-question", "The question is wrong"};
    case ExitCode::no_input:
        return {404, "not-found", "There is no such thing"};
    case ExitCode::bad_data:
        return {422, "bad-data", "The data do not allow an answer"};
    case ExitCode::unavailable:
        return {503, "unavailable", "The database does not answer", 5};
    case ExitCode::busy:
        return {503, "busy", "The database is busy", 2};
    case ExitCode::schema:
        return {503, "schema", "The database's schema and the program do not match", 30};
    case ExitCode::permission:
        return {403, "permission", "The database does not allow it"};
    default:
        return {500, "internal", "Something went wrong here"};
    }
}

/// The option `--as-of` is the parameter `as-of`.
std::string parameter_of(std::string const& where)
{
    return where.starts_with("--") ? where.substr(2, where.find(' ') - 2) : std::string{};
}

void add(Json& json, char const* key, std::string const& text)
{
    if (!text.empty()) {
        json[key] = text;
    }
}

Json to_json(Fault const& fault)
{
    Json json{{"parameter", fault.parameter}, {"detail", fault.detail}};
    add(json, "hint", fault.hint);
    return json;
}

} // namespace

ProblemDocument problem_of(Error const& error)
{
    auto const [status, type, title, retry_after_s] = meaning_of(error.code());
    ProblemDocument problem{status, type, title, {}, {}, {}, retry_after_s};
    if (status == 500) {
        problem.hint = "the server's log says more, under this run_id";
        return problem;
    }
    problem.detail = base::without_credentials(error.message());
    problem.hint = error.hint();
    if (auto const parameter = parameter_of(error.where()); !parameter.empty()) {
        problem.faults.push_back({parameter, problem.detail, error.hint()});
    }
    return problem;
}

Response response_of(ProblemDocument const& problem, std::string const& run_id)
{
    Json json{{"type", "urn:pf:problem:" + problem.type}, {"title", problem.title}, {"status", problem.status}};
    add(json, "detail", problem.detail);
    add(json, "hint", problem.hint);
    if (!problem.faults.empty()) {
        json["errors"] = Json::array();
        for (auto const& fault : problem.faults) {
            json["errors"].push_back(to_json(fault));
        }
    }
    json["run_id"] = run_id;
    Response response;
    response.status = problem.status;
    response.problem = std::make_shared<ProblemDocument>(problem);
    response.fields = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
    if (problem.retry_after_s > 0) {
        response.fields.emplace_back("Retry-After", std::to_string(problem.retry_after_s));
    }
    response.body = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    return response;
}

} // namespace pf::http
