#pragma once

#include "pf/jobs/serve/sessions.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace pf::jobs::serve {

/// How the service has been doing, for monitoring. One thread counts and tells.
class Figures {
public:
    /// \param route  the pattern; empty: none answered
    void count(std::string const& route, unsigned status, std::chrono::microseconds took);

    /// In the Prometheus text format.
    [[nodiscard]] std::string text(Sessions::Figures const& sessions) const;

private:
    /// Upper bounds in milliseconds; above the last is whatever took longer.
    static constexpr std::array<std::int64_t, 9> bounds_ms{1, 2, 5, 10, 30, 100, 300, 1000, 10'000};
    struct Times {
        std::array<std::int64_t, bounds_ms.size()> within{};
        std::int64_t count = 0;
        std::chrono::microseconds sum{0};
    };
    std::map<std::pair<std::string, unsigned>, std::int64_t> m_answers;
    std::map<std::string, Times> m_times;
};

} // namespace pf::jobs::serve
