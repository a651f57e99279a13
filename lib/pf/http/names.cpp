#include "pf/http/names.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>
#include <sys/socket.h>

namespace pf::http {

namespace {

constexpr long long last_port = 65'535;

bool is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

std::optional<std::string> address_of(int family, std::string const& text)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> written{};
    if (::inet_pton(family, text.c_str(), bytes.data()) != 1 ||
        ::inet_ntop(family, bytes.data(), written.data(), written.size()) == nullptr) {
        return std::nullopt;
    }
    return std::string{written.data()};
}

/// As clients write it; nothing, when it is none.
std::optional<std::string> host_of(std::string_view text)
{
    if (text.starts_with('[') && text.ends_with(']')) {
        auto const address = address_of(AF_INET6, std::string{text.substr(1, text.size() - 2)});
        return address ? std::optional{"[" + *address + "]"} : std::nullopt;
    }
    return !text.empty() && std::ranges::all_of(text, is_of_name) ? std::optional{std::string{text}} : std::nullopt;
}

/// Of `localhost:3003`; 0: it names none. Nothing: what stands there is none.
std::optional<long long> port_of(std::string_view authority)
{
    auto const colon = authority.rfind(':');
    auto const bracket = authority.rfind(']');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
        return 0;
    }
    auto const port = base::parse_integer(authority.substr(colon + 1));
    return port && *port > 0 && *port <= last_port && authority[colon + 1] != '0' ? std::optional{*port} : std::nullopt;
}

} // namespace

Result<std::string> host_name(std::string_view text)
{
    auto const host = host_of(text);
    return host ? Result<std::string>{*host}
                : Problem{"is not the name of a server",
                          "write the name alone, without http://, port or path: pf.home, 192.168.1.5 or [fd00::1]"};
}

Result<std::string> origin(std::string_view text)
{
    Problem const problem{"is not where a page can be from",
                          "write it as browsers do: http://localhost:3003, with no path and no slash behind it, and "
                          "without port 80 of http and 443 of https; each of several by itself, none with *"};
    bool const is_secure = text.starts_with("https://");
    if (!is_secure && !text.starts_with("http://")) {
        return problem;
    }
    auto const authority = text.substr(text.find("//") + 2);
    auto const port = port_of(authority);
    if (!port || *port == (is_secure ? 443 : 80)) {
        return problem;
    }
    auto const host = host_of(*port == 0 ? authority : authority.substr(0, authority.rfind(':')));
    if (!host) {
        return problem;
    }
    return (is_secure ? "https://" : "http://") + *host + (*port == 0 ? "" : ":" + std::to_string(*port));
}

Result<std::string> peer_address(std::string_view text)
{
    std::string const word{text};
    auto const address = address_of(word.find(':') == std::string::npos ? AF_INET : AF_INET6, word);
    return address ? Result<std::string>{*address}
                   : Problem{"is not an address", "write it in numbers: 127.0.0.1 or ::1, and not a network of them"};
}

} // namespace pf::http
