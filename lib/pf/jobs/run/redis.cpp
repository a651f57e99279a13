#include "pf/jobs/run/redis.hpp"

#include "pf/cli/log.hpp"

namespace pf::jobs {

namespace {

constexpr char const* stream = "pf:events";
constexpr int kept_events = 10'000;

std::string text_of(cli::FieldValue const& value)
{
    if (auto const* const text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (auto const* const flag = std::get_if<bool>(&value)) {
        return *flag ? "true" : "false";
    }
    return std::to_string(std::get<std::int64_t>(value));
}

} // namespace

cache::Redis open_redis(cli::Common const& common)
{
    return {common.redis,
            [](std::string const& problem) { cli::log(cli::Level::warning, "redis_unusable", problem, {}); }};
}

cli::Outcome announced(cli::Common const& common, cli::Outcome outcome)
{
    if (outcome.event.empty()) {
        return outcome;
    }
    auto redis = open_redis(common);
    std::vector<std::pair<std::string, std::string>> entry{
        {"event", outcome.event}, {"tool", common.tool()}, {"run_id", common.run_id}};
    if (!common.portfolio.empty()) {
        entry.emplace_back("portfolio", common.portfolio);
    }
    for (auto const& [name, value] : outcome.fields) {
        entry.emplace_back(name, text_of(value));
    }
    redis.append(stream, entry, kept_events);
    return outcome;
}

} // namespace pf::jobs
