#pragma once

#include "pf/http/limits.hpp"
#include "pf/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pf::http {

/// Where to wait for requests, and what to do with them.
struct Service {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;      ///< 0: any
    std::optional<int> socket{}; ///< one that waits already, instead of an address

    /// Whether a request may have a body; empty: none may. Must not block.
    std::function<bool(Request const&)> takes_body{};

    /// Before a request waits for a worker: what it is turned away with. Must not block.
    std::function<std::optional<Response>(Request const&)> admit;

    /// What a worker does. Must not throw.
    std::function<Response(Request const&)> answer;

    /// What every answer still gets, whoever made it. One with a problem and without a body is the server's own, and
    /// gets its document, too.
    std::function<void(Request const&, Response&)> finish;

    /// An answer is on its way. Must not block.
    std::function<void(Request const&, Response const&, std::chrono::microseconds)> served;
};

/// Can only this machine reach it?
/// \throws pf::Error  usage, when it is no address, or the socket is of another kind
[[nodiscard]] bool is_local(Service const& service);

/// HTTP/1.1 on any number of sockets: one thread reads and writes, some answer.
class Server {
public:
    /// \throws pf::Error  unavailable, when an address cannot be taken; permission
    Server(Limits const& limits, std::size_t workers, std::vector<Service> services);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// `127.0.0.1:8000`, in the order of the services.
    [[nodiscard]] std::vector<std::string> addresses() const;

    /// Serve until SIGTERM or SIGINT; then finish what was begun.
    /// \param abandon  called when that takes longer than the grace: stop what workers wait for
    void run(std::function<void()> const& abandon);

    struct Impl;

private:
    std::unique_ptr<Impl> m_impl;
};

/// The sockets that systemd, or who else starts the program, has opened for it (`LISTEN_FDS`, `LISTEN_PID`); none of
/// them for who starts us in turn.
[[nodiscard]] std::vector<int> passed_sockets();

} // namespace pf::http
