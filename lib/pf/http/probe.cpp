#include "pf/http/probe.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace pf::http {

namespace {

[[noreturn]] void fail(std::uint16_t port, std::string const& what)
{
    throw Error{ExitCode::unavailable, what, fmt::format("127.0.0.1:{}", port), "is 'pf-serve api' running there?"};
}

class Socket {
public:
    Socket() : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    Socket(Socket const&) = delete;
    Socket& operator=(Socket const&) = delete;
    ~Socket() { ::close(m_descriptor); }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

void connect(Socket const& socket, std::uint16_t port, std::chrono::seconds at_most)
{
    timeval const patience{at_most.count(), 0};
    ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.descriptor(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        fail(port, std::string{"cannot connect: "} + std::strerror(errno));
    }
}

std::string all_from(Socket const& socket, std::uint16_t port)
{
    constexpr std::size_t most = 65'536;
    std::array<char, 4096> piece{};
    std::string text;
    while (text.size() < most) {
        auto const size = ::recv(socket.descriptor(), piece.data(), piece.size(), 0);
        if (size < 0) {
            fail(port, std::string{"no answer: "} + std::strerror(errno));
        }
        if (size == 0) {
            break;
        }
        text.append(piece.data(), static_cast<std::size_t>(size));
    }
    return text;
}

} // namespace

Probed probe(std::uint16_t port, std::string const& path, std::chrono::seconds at_most)
{
    Socket const socket;
    connect(socket, port, at_most);
    auto const request = fmt::format("GET {} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", path, port);
    if (::send(socket.descriptor(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        fail(port, std::string{"cannot ask: "} + std::strerror(errno));
    }
    auto const text = all_from(socket, port);
    constexpr std::string_view start = "HTTP/1.1 ";
    auto const status =
        text.starts_with(start) ? base::parse_integer(std::string_view{text}.substr(start.size(), 3)) : std::nullopt;
    auto const body = text.find("\r\n\r\n");
    if (!status || body == std::string::npos) {
        fail(port, "the answer is not HTTP");
    }
    return {static_cast<unsigned>(*status), text.substr(body + 4)};
}

} // namespace pf::http
