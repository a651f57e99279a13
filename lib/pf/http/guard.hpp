#pragma once

#include "pf/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::http {

/// Who may ask.
struct Policy {
    std::vector<std::string> hosts{"localhost", "127.0.0.1", "[::1]"}; ///< names of this server, without port
    std::vector<std::string> origins{};         ///< of pages that may ask: `http://localhost:3003`
    std::string token{};                        ///< empty: none is needed
    std::vector<std::string> trusted_proxies{}; ///< addresses whose `X-Forwarded-For` is believed
    bool has_pages = false;                     ///< for browsers, which log in with a form and keep a cookie
    std::string run_id{};
};

/// Does somebody ask whether the server lives, or is ready?
[[nodiscard]] bool is_health(std::string_view target);

/// The answer to a request that is not let in, or that asks only whether it would be (a preflight). Health checks need
/// no token.
[[nodiscard]] std::optional<Response> turned_away(Request const& request, Policy const& policy);

/// Is it the form with the token that somebody sends?
[[nodiscard]] bool is_log_in(Request const& request, Policy const& policy);

/// The cookie of who has sent the token: without it nobody can tell what it is, and it does not tell the token.
/// \param request  that it answers
[[nodiscard]] std::string session_cookie(bool is_logged_in, Request const& request, Policy const& policy);

/// Does the browser speak TLS, as far as a trusted proxy says?
[[nodiscard]] bool is_over_tls(Request const& request, Policy const& policy);

/// \param token  what somebody says it is
[[nodiscard]] bool is_token(std::string_view token, Policy const& policy);

/// Let a page of another origin read the answer, if it may.
void add_cors(Request const& request, Policy const& policy, Response& response);

/// Whom a request counts for: its peer, or whom a trusted proxy names.
[[nodiscard]] std::string client_of(Request const& request, Policy const& policy);

} // namespace pf::http
