#include "pf/jobs/serve/figures.hpp"

#include <fmt/format.h>

namespace pf::jobs::serve {

namespace {

std::string head(char const* name, char const* type, char const* help)
{
    return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

/// Milliseconds as the format's seconds: 0.002.
std::string seconds_of(std::int64_t milliseconds)
{
    return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

} // namespace

void Figures::count(std::string const& route, unsigned status, std::chrono::microseconds took)
{
    ++m_answers[{route.empty() ? "none" : route, status}];
    auto& times = m_times[route.empty() ? "none" : route];
    for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
        times.within.at(i) += took <= std::chrono::milliseconds{bounds_ms.at(i)} ? 1 : 0;
    }
    ++times.count;
    times.sum += took;
}

std::string Figures::text(Sessions::Figures const& sessions) const
{
    auto text = head("pf_http_answers_total", "counter", "Answers by route and status.");
    for (auto const& [key, count] : m_answers) {
        text += fmt::format("pf_http_answers_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
    }
    text += head("pf_http_answer_seconds", "histogram", "How long answers took.");
    for (auto const& [route, times] : m_times) {
        for (std::size_t i = 0; i < bounds_ms.size(); ++i) {
            text += fmt::format("pf_http_answer_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                                seconds_of(bounds_ms.at(i)), times.within.at(i));
        }
        text += fmt::format("pf_http_answer_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
                            "pf_http_answer_seconds_sum{{route=\"{0}\"}} {2}.{3:06}\n"
                            "pf_http_answer_seconds_count{{route=\"{0}\"}} {1}\n",
                            route, times.count, times.sum.count() / 1'000'000, times.sum.count() % 1'000'000);
    }
    text += head("pf_database_sessions", "gauge", "Connections to the database.") +
            fmt::format("pf_database_sessions{{state=\"open\"}} {}\npf_database_sessions{{state=\"leased\"}} {}\n",
                        sessions.open, sessions.leased) +
            head("pf_database_sessions_opened_total", "counter", "Connections that were opened.") +
            fmt::format("pf_database_sessions_opened_total {}\n", sessions.opened);
    return text;
}

} // namespace pf::jobs::serve
