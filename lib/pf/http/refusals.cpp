#include "pf/http/refusals.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace pf::http {

Response refusal(ProblemDocument problem)
{
    Response response{problem.status};
    response.problem = std::make_shared<ProblemDocument const>(std::move(problem));
    response.close = true;
    return response;
}

ProblemDocument too_many()
{
    return {503, "too-many", "Too many connections", {}, "ask again later", {}, 1};
}

ProblemDocument too_long(std::uint32_t most_bytes)
{
    return {431, "too-long", "The request is too long",
            fmt::format("the request line and the fields have more than {} bytes", most_bytes), "ask with less"};
}

ProblemDocument too_slow()
{
    constexpr int patience_s = 5;
    return {503,
            "too-slow",
            "The answer takes too long",
            "it was not there within its time",
            "ask for less: one account, or fewer days",
            {},
            patience_s};
}

} // namespace pf::http
