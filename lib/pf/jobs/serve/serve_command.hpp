#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs::serve {

/// How `pf-serve` is to serve, as words of the command line.
struct ServeWords {
    std::string listen = "127.0.0.1";
    std::int64_t port = 8000;         ///< of the API
    std::int64_t web_port = 3003;     ///< of the dashboard
    std::vector<std::string> hosts;   ///< names of this server besides localhost
    std::vector<std::string> origins; ///< of pages that may read answers
    std::vector<std::string> proxies; ///< addresses whose X-Forwarded-For is believed
    std::string token_file;           ///< empty: no token is needed
    std::int64_t workers = 4;         ///< questions that are answered at the same time
    std::int64_t rate = 20;           ///< requests a second from one address; 0: any number
    bool metrics = false;
};

/// `pf-serve api`: until SIGTERM or SIGINT.
/// \throws pf::Error  usage, when others could reach it and there is no token, or a name would have no effect; config,
///                    when the token's file has none; unavailable, when the port is taken
[[nodiscard]] cli::Outcome serve_api(cli::Common const& common, ServeWords const& words);

/// `pf-serve web`: the dashboard. \throws pf::Error  as `serve_api`
[[nodiscard]] cli::Outcome serve_web(cli::Common const& common, ServeWords const& words);

/// `pf-serve both`: the API and the dashboard. \throws pf::Error  as `serve_api`
[[nodiscard]] cli::Outcome serve_both(cli::Common const& common, ServeWords const& words);

/// `pf-serve contract`: what the API promises, as OpenAPI 3.1.
[[nodiscard]] cli::Outcome show_contract(std::ostream& out);

/// `pf-serve health`: does the server on this machine answer questions? Unavailable (69) when it does not.
/// \throws pf::Error  unavailable, when nobody answers
[[nodiscard]] cli::Outcome check_health(std::int64_t port, std::ostream& out);

} // namespace pf::jobs::serve
