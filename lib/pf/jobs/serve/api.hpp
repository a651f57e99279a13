#pragma once

#include "pf/cli/common.hpp"
#include "pf/http/guard.hpp"
#include "pf/http/rate_limit.hpp"
#include "pf/http/router.hpp"
#include "pf/http/server.hpp"
#include "pf/jobs/serve/answers.hpp"
#include "pf/jobs/serve/figures.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace pf::jobs::serve {

/// What stands between the network and whatever answers: who may ask, how often, and what becomes of what goes wrong.
class Door {
public:
    /// What a browser is shown instead of a problem document.
    using Refusal = std::function<http::Response(http::Request const&, http::Response const&)>;

    struct Settings {
        http::Policy policy;
        std::int64_t requests_per_second = 20; ///< of one address; 0: as many as it likes
        bool tells_figures = false;            ///< `/metrics`
        Refusal refusal{};                     ///< empty: the document
    };

    Door(Settings settings, Sessions& sessions, http::Router router);

    /// What the server needs of it. The door outlives the server.
    [[nodiscard]] http::Service service();

private:
    [[nodiscard]] std::optional<http::Response> admit(http::Request const& request);
    [[nodiscard]] http::Response answer(http::Request const& request) const;
    void finish(http::Request const& request, http::Response& response) const;
    void served(http::Request const& request, http::Response const& response, std::chrono::microseconds took);

    Settings m_settings;
    Sessions& m_sessions;
    http::Router m_router;
    http::RateLimit m_rate;
    Figures m_figures;
};

/// The routes of the API.
[[nodiscard]] http::Router api_routes(Answers& answers);

} // namespace pf::jobs::serve
