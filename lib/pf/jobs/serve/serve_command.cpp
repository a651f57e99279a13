#include "pf/jobs/serve/serve_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/cli/log.hpp"
#include "pf/http/names.hpp"
#include "pf/http/probe.hpp"
#include "pf/http/server.hpp"
#include "pf/jobs/serve/api.hpp"
#include "pf/jobs/serve/contract.hpp"
#include "pf/jobs/serve/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <ostream>

namespace pf::jobs::serve {

namespace {

constexpr std::size_t least_token = 22; // characters: 128 bits in Base64

/// The token, without the line end that an editor leaves.
std::string token_of(std::string const& file)
{
    if (file.empty()) {
        return {};
    }
    auto const text = cli::file_text(file);
    if (!text) {
        throw Error{ExitCode::config, std::string{"cannot be read: "} + std::strerror(errno), file};
    }
    std::string token{base::trimmed(*text)};
    auto const is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
    if (token.size() < least_token || !std::ranges::all_of(token, is_visible)) {
        throw Error{ExitCode::config,
                    fmt::format("holds no token: {} or more letters, digits and signs in one line", least_token), file,
                    "make one: openssl rand -hex 24 > " + file};
    }
    return token;
}

/// The words of an option as requests will say them. \throws pf::Error  usage, when one would have no effect
std::vector<std::string> names_of(char const* option, std::vector<std::string> const& words,
                                  Result<std::string> (*read)(std::string_view))
{
    std::vector<std::string> names;
    for (auto const& word : words) {
        auto const name = read(word);
        if (!name) {
            throw Error{ExitCode::usage, base::quoted(word) + " " + name.problem().message, option,
                        name.problem().hint};
        }
        names.push_back(*name);
    }
    return names;
}

http::Policy policy_of(cli::Common const& common, ServeWords const& words)
{
    http::Policy policy;
    auto const hosts = names_of("--host", words.hosts, http::host_name);
    policy.hosts.insert(policy.hosts.end(), hosts.begin(), hosts.end());
    policy.origins = names_of("--origin", words.origins, http::origin);
    policy.trusted_proxies = names_of("--trusted-proxy", words.proxies, http::peer_address);
    policy.token = token_of(words.token_file);
    policy.run_id = common.run_id;
    return policy;
}

void refuse_strangers(http::Service const& service, http::Policy const& policy)
{
    if (policy.token.empty() && !http::is_local(service)) {
        throw Error{ExitCode::usage, "others could read the portfolio there", "--listen " + service.address,
                    "--token-file FILE lets in only who has the token; 127.0.0.1 only this machine"};
    }
}

/// The API and the dashboard, or one of them, on sessions that they share.
class House {
public:
    House(cli::Common const& common, ServeWords const& words)
        : m_words(words),
          m_policy(policy_of(common, words)),
          m_sessions(common, static_cast<std::size_t>(words.workers)),
          m_answers(common, m_sessions),
          m_pages(common, m_sessions, m_policy)
    {
    }

    void add_api() { add("API", m_words.port, {m_policy, m_words.rate, m_words.metrics}, api_routes(m_answers)); }

    void add_web()
    {
        auto policy = m_policy;
        policy.has_pages = true;
        add("dashboard", m_words.web_port,
            {std::move(policy), m_words.rate, m_words.metrics,
             [this](auto const& request, auto const& response) { return m_pages.refusal(request, response); }},
            m_pages.routes(api_routes(m_answers)));
    }

    /// Until it is told to end.
    [[nodiscard]] cli::Outcome serve()
    {
        http::Server server{{}, static_cast<std::size_t>(m_words.workers), std::move(m_services)};
        auto const addresses = server.addresses();
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            cli::log(cli::Level::info, "listening", "the " + m_names[i] + " listens on http://" + addresses[i],
                     {{"address", addresses[i]}});
        }
        server.run([&] { m_sessions.cancel(); });
        return cli::Outcome::ok("served");
    }

private:
    /// On a socket that somebody has opened for us, or at an address.
    void add(std::string name, std::int64_t port, Door::Settings settings, http::Router router)
    {
        auto const number = m_doors.size();
        m_doors.push_back(std::make_unique<Door>(std::move(settings), m_sessions, std::move(router)));
        auto service = m_doors.back()->service();
        service.address = m_words.listen;
        service.port = static_cast<std::uint16_t>(port);
        if (number < m_sockets.size()) {
            service.socket = m_sockets[number];
        }
        refuse_strangers(service, m_policy);
        m_services.push_back(std::move(service));
        m_names.push_back(std::move(name));
    }

    ServeWords const& m_words;
    http::Policy m_policy;
    Sessions m_sessions;
    Answers m_answers;
    Pages m_pages;
    std::vector<int> m_sockets = http::passed_sockets();
    std::vector<std::unique_ptr<Door>> m_doors;
    std::vector<http::Service> m_services;
    std::vector<std::string> m_names;
};

} // namespace

cli::Outcome serve_api(cli::Common const& common, ServeWords const& words)
{
    House house{common, words};
    house.add_api();
    return house.serve();
}

cli::Outcome serve_web(cli::Common const& common, ServeWords const& words)
{
    House house{common, words};
    house.add_web();
    return house.serve();
}

cli::Outcome serve_both(cli::Common const& common, ServeWords const& words)
{
    House house{common, words};
    house.add_api();
    house.add_web();
    return house.serve();
}

cli::Outcome show_contract(std::ostream& out)
{
    out << contract_text();
    return cli::Outcome::ok();
}

cli::Outcome check_health(std::int64_t port, std::ostream& out)
{
    constexpr std::chrono::seconds patience{5};
    auto const probed = http::probe(static_cast<std::uint16_t>(port), "/readyz", patience);
    out << probed.body;
    return probed.status == 200 ? cli::Outcome::ok() : cli::Outcome{ExitCode::unavailable, "not ready", {}};
}

} // namespace pf::jobs::serve
