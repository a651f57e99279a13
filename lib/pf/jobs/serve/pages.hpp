#pragma once

#include "pf/http/guard.hpp"
#include "pf/http/message.hpp"
#include "pf/http/router.hpp"
#include "pf/jobs/serve/page_list.hpp"
#include "pf/jobs/serve/sessions.hpp"

#include <string>

namespace pf::jobs::serve {

/// The dashboard: pages made of the API's answers, read at one moment.
class Pages {
public:
    Pages(cli::Common const& common, Sessions& sessions, http::Policy policy)
        : m_common(common), m_sessions(sessions), m_policy(std::move(policy))
    {
    }

    /// All pages, what they need, and the routes of the API, so that each table leads to the same for programs.
    [[nodiscard]] http::Router routes(http::Router api) const;

    /// A page that says what a problem document says, or where to log in.
    [[nodiscard]] http::Response refusal(http::Request const& request, http::Response const& response) const;

private:
    [[nodiscard]] http::Response show(Page const& page, http::Call const& call) const;
    [[nodiscard]] http::Response settings(http::Call const& call) const;
    [[nodiscard]] http::Response log_in(http::Call const& call) const;
    [[nodiscard]] web::Reader reader_of(http::Request const& request) const;

    cli::Common const& m_common;
    Sessions& m_sessions;
    http::Policy m_policy;
};

} // namespace pf::jobs::serve
