#include "pf/http/server.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/http/beast.hpp"
#include "pf/http/read_request.hpp"
#include "pf/http/refusals.hpp"
#include "pf/http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <set>
#include <unistd.h>

namespace pf::http {

namespace {

namespace net = boost::asio;
using Tcp = net::ip::tcp;
using Code = boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Stream = boost::beast::tcp_stream;

constexpr std::chrono::seconds parting{1};

std::string shown(Tcp::endpoint const& endpoint)
{
    auto const address = endpoint.address().to_string();
    return fmt::format("{}:{}", endpoint.address().is_v6() ? "[" + address + "]" : address, endpoint.port());
}

[[noreturn]] void refuse(Service const& service, Code const& code)
{
    auto const is_forbidden = code == net::error::access_denied;
    throw Error{is_forbidden ? ExitCode::permission : ExitCode::unavailable, "cannot listen: " + code.message(),
                fmt::format("{}:{}", service.address, service.port),
                is_forbidden ? "ports below 1024 are root's; choose another with --port"
                             : "another program may have it; choose another port with --port"};
}

} // namespace

struct Server::Impl {
    struct Door {
        Service service;
        Tcp::acceptor acceptor;
    };
    class Connection;

    Impl(Limits const& limits, std::size_t workers, std::vector<Service> services);
    void accept(Door& door);
    void admit(Tcp::socket socket, Door& door);
    void stop();
    void end_if_done();

    Limits limits;
    net::io_context context{1};
    net::thread_pool pool;
    net::signal_set signals{context};
    net::steady_timer grace{context};
    net::steady_timer pause{context};
    std::vector<std::unique_ptr<Door>> doors;
    std::set<std::shared_ptr<Connection>> connections;
    std::size_t admitted = 0;                      ///< of them; the others are told that they are too many
    std::map<std::string, std::size_t> of_address; ///< admitted
    bool ends = false;
};

/// One client. All of it happens on the thread that runs the context.
class Server::Impl::Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Impl& server, Door& door, Tcp::socket socket, std::string peer)
        : m_server(server),
          m_door(door),
          m_stream(std::move(socket)),
          m_deadline(server.context),
          m_peer(std::move(peer))
    {
    }

    [[nodiscard]] std::string const& peer() const { return m_peer; }

    /// It counts among those that there may be.
    void enter()
    {
        m_is_admitted = true;
        ++m_server.admitted;
        ++m_server.of_address[m_peer];
    }

    /// \param idle  how long the first byte may take
    void read(std::chrono::milliseconds idle)
    {
        if (!m_received.empty()) {
            return read_head();
        }
        m_waits = true;
        m_stream.expires_after(idle);
        m_stream.async_read_some(net::buffer(m_piece), [self = shared_from_this()](Code code, std::size_t size) {
            self->m_waits = false;
            if (code || self->m_server.ends) {
                return self->close();
            }
            self->m_received.assign(self->m_piece.data(), size);
            self->read_head();
        });
    }

    /// Too many are there already.
    void turn_away()
    {
        auto response = refusal(too_many());
        m_door.service.finish(m_request, response);
        send(response, m_request);
    }

    /// The server ends: whoever is between two requests has nothing to wait for.
    void end()
    {
        if (m_waits) {
            m_stream.socket().cancel();
        }
    }

private:
    void read_head()
    {
        m_stream.expires_after(m_server.limits.head);
        net::async_read_until(m_stream, net::dynamic_buffer(m_received, m_server.limits.head_bytes), "\r\n\r\n",
                              [self = shared_from_this()](Code code, std::size_t size) { self->take(code, size); });
    }

    void take(Code code, std::size_t size)
    {
        if (code == net::error::not_found) {
            return fail(too_long(m_server.limits.head_bytes));
        }
        if (code) {
            return close();
        }
        auto const head = std::string_view{m_received}.substr(0, size);
        auto request = read_request(head);
        if (!request) {
            return fail(problem_of_head(head));
        }
        m_received.erase(0, size);
        m_began = Clock::now();
        m_request = *std::move(request);
        m_request.peer = m_peer;
        auto const size_of_body = body_size();
        return size_of_body == 0 ? admit() : read_body(size_of_body);
    }

    /// Of a body that is taken; 0: there is none, or it is not.
    [[nodiscard]] std::size_t body_size() const
    {
        auto const lengths = m_request.values("Content-Length");
        bool const may_be = m_request.has_body && lengths.size() == 1 && m_door.service.takes_body &&
                            m_request.values("Transfer-Encoding").empty() && m_door.service.takes_body(m_request);
        auto const size = may_be ? base::parse_integer(lengths[0]).value_or(0) : 0;
        return size > 0 && static_cast<std::size_t>(size) <= m_server.limits.body_bytes ? static_cast<std::size_t>(size)
                                                                                        : 0;
    }

    /// Within the time that the head has.
    void read_body(std::size_t size)
    {
        auto const missing = size - std::min(size, m_received.size());
        net::async_read(m_stream, net::dynamic_buffer(m_received), net::transfer_exactly(missing),
                        [self = shared_from_this(), size](Code code, std::size_t /*size*/) {
                            if (code) {
                                return self->close();
                            }
                            self->m_request.body = self->m_received.substr(0, size);
                            self->m_request.has_body = false;
                            self->m_received.erase(0, size);
                            self->admit();
                        });
    }

    void admit()
    {
        if (auto response = m_door.service.admit(m_request)) {
            return give(*std::move(response));
        }
        work();
    }

    /// What is no request is answered and logged as one that nothing is known of.
    void fail(ProblemDocument problem)
    {
        m_began = Clock::now();
        m_request = {};
        m_request.peer = m_peer;
        give(refusal(std::move(problem)));
    }

    void work()
    {
        m_stream.expires_never();
        auto const turn = ++m_turn;
        m_deadline.expires_after(m_server.limits.answer);
        m_deadline.async_wait([self = shared_from_this(), turn](Code code) {
            if (!code && self->m_turn == turn) {
                self->give(refusal(too_slow()));
            }
        });
        net::post(m_server.pool, [self = shared_from_this(), turn, request = m_request] {
            auto response = self->m_door.service.answer(request);
            net::post(self->m_server.context, [self, turn, response = std::move(response)]() mutable {
                if (self->m_turn == turn) {
                    self->give(std::move(response));
                }
            });
        });
    }

    void give(Response response)
    {
        ++m_turn;
        m_deadline.cancel();
        m_door.service.finish(m_request, response);
        auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_began);
        m_door.service.served(m_request, response, took);
        send(response, m_request);
    }

    void send(Response const& response, Request const& request)
    {
        m_stays = request.keep_alive && !response.close && !m_server.ends && !request.method.empty();
        m_sent = wire_text(response, request.method == "HEAD", m_stays, base::now());
        m_stream.expires_after(m_server.limits.sending);
        net::async_write(m_stream, net::buffer(m_sent), [self = shared_from_this()](Code code, std::size_t /*size*/) {
            if (code) {
                return self->close();
            }
            if (!self->m_stays || self->m_server.ends) {
                return self->part();
            }
            self->read(self->m_server.limits.idle);
        });
    }

    /// The last answer is on its way. What the client still sends is read and forgotten for a while: who closes on
    /// unread bytes resets the connection, and the answer may be lost.
    void part()
    {
        Code ignored;
        m_stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
        m_stream.expires_after(parting);
        forget();
    }

    void forget()
    {
        m_stream.async_read_some(net::buffer(m_piece), [self = shared_from_this()](Code code, std::size_t /*size*/) {
            if (code) {
                return self->close();
            }
            self->forget();
        });
    }

    void close()
    {
        Code ignored;
        m_stream.socket().shutdown(Tcp::socket::shutdown_both, ignored);
        m_stream.close();
        if (m_server.connections.erase(shared_from_this()) > 0 && m_is_admitted) {
            leave();
        }
        m_server.end_if_done();
    }

    void leave()
    {
        --m_server.admitted;
        auto const found = m_server.of_address.find(m_peer);
        if (--found->second == 0) {
            m_server.of_address.erase(found);
        }
    }

    Impl& m_server;
    Door& m_door;
    Stream m_stream;
    net::steady_timer m_deadline;
    std::string m_peer;
    std::array<char, 2048> m_piece{};
    std::string m_received;
    std::string m_sent;
    Request m_request;
    Clock::time_point m_began{};
    unsigned m_turn = 0; ///< which answer is waited for: one that comes too late is another's
    bool m_is_admitted = false;
    bool m_waits = false;
    bool m_stays = false;
};

namespace {

/// Where a service waits, or is to wait.
Tcp::endpoint endpoint_of(Service const& service)
{
    if (!service.socket) {
        Code code;
        auto const address = net::ip::make_address(service.address, code);
        if (code) {
            throw Error{ExitCode::usage, base::quoted(service.address) + " is not an address", "--listen",
                        "write it in numbers: 127.0.0.1, or 0.0.0.0 for all"};
        }
        return {address, service.port};
    }
    Tcp::endpoint endpoint;
    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getsockname(*service.socket, endpoint.data(), &size) != 0 ||
        (endpoint.data()->sa_family != AF_INET && endpoint.data()->sa_family != AF_INET6)) {
        throw Error{ExitCode::usage, "the socket that was passed is none of TCP", "LISTEN_FDS"};
    }
    return endpoint;
}

Tcp::acceptor acceptor_of(net::io_context& context, Service const& service)
{
    Tcp::acceptor acceptor{context};
    auto const endpoint = endpoint_of(service);
    try {
        if (service.socket) {
            acceptor.assign(endpoint.protocol(), *service.socket);
            return acceptor;
        }
        acceptor.open(endpoint.protocol());
        acceptor.set_option(net::socket_base::reuse_address{true});
        acceptor.bind(endpoint);
        acceptor.listen();
    } catch (boost::system::system_error const& error) {
        refuse(service, error.code());
    }
    return acceptor;
}

} // namespace

Server::Impl::Impl(Limits const& limits_, std::size_t workers, std::vector<Service> services)
    : limits(limits_), pool(workers)
{
    signals.add(SIGTERM); // before anybody can know that it listens
    signals.add(SIGINT);
    for (auto& service : services) {
        auto acceptor = acceptor_of(context, service);
        doors.push_back(std::make_unique<Door>(Door{std::move(service), std::move(acceptor)}));
    }
}

void Server::Impl::accept(Door& door)
{
    door.acceptor.async_accept([this, &door](Code code, Tcp::socket socket) {
        if (ends || code == net::error::operation_aborted) {
            return;
        }
        if (!code) {
            admit(std::move(socket), door);
            return accept(door);
        }
        // Out of descriptors, most likely: others have to go first.
        pause.expires_after(std::chrono::milliseconds{100});
        pause.async_wait([this, &door](Code) { accept(door); });
    });
}

void Server::Impl::admit(Tcp::socket socket, Door& door)
{
    Code code;
    auto const endpoint = socket.remote_endpoint(code);
    if (code) {
        return;
    }
    socket.set_option(Tcp::no_delay{true}, code);
    auto const peer = endpoint.address().to_string();
    auto const found = of_address.find(peer);
    auto const count = found == of_address.end() ? 0 : found->second;
    auto const is_one_too_many = admitted >= limits.connections || count >= limits.connections_of_address;
    if (is_one_too_many && connections.size() - admitted >= limits.connections) {
        return; // a flood gets no answer: who is told that there are too many takes a descriptor, too
    }
    auto const connection = std::make_shared<Connection>(*this, door, std::move(socket), peer);
    connections.insert(connection);
    if (is_one_too_many) {
        return connection->turn_away();
    }
    connection->enter();
    connection->read(limits.head);
}

void Server::Impl::stop()
{
    ends = true;
    for (auto const& door : doors) {
        door->acceptor.close();
    }
    pause.cancel();
    for (auto const& connection : connections) {
        connection->end();
    }
    end_if_done();
}

void Server::Impl::end_if_done()
{
    if (ends && connections.empty()) {
        grace.cancel();
        context.stop();
    }
}

Server::Server(Limits const& limits, std::size_t workers, std::vector<Service> services)
    : m_impl(std::make_unique<Impl>(limits, workers, std::move(services)))
{
}

Server::~Server() = default;

std::vector<std::string> Server::addresses() const
{
    std::vector<std::string> addresses;
    for (auto const& door : m_impl->doors) {
        addresses.push_back(shown(door->acceptor.local_endpoint()));
    }
    return addresses;
}

void Server::run(std::function<void()> const& abandon)
{
    auto& server = *m_impl;
    server.signals.async_wait([&](Code code, int /*signal*/) {
        if (code) {
            return;
        }
        server.grace.expires_after(server.limits.grace);
        server.grace.async_wait([&](Code late) {
            if (!late) {
                abandon();
                server.context.stop();
            }
        });
        server.stop();
    });
    for (auto const& door : server.doors) {
        server.accept(*door);
    }
    server.context.run();
    server.pool.stop();
    server.pool.join();
    server.connections.clear();
}

bool is_local(Service const& service)
{
    return endpoint_of(service).address().is_loopback();
}

std::vector<int> passed_sockets()
{
    char const* const pid = std::getenv("LISTEN_PID");
    char const* const count = std::getenv("LISTEN_FDS");
    auto const number = count == nullptr ? std::nullopt : base::parse_integer(count);
    auto const is_ours = pid != nullptr && base::parse_integer(pid) == static_cast<long long>(::getpid());
    constexpr int first = 3;
    constexpr int most = 16;
    std::vector<int> sockets;
    for (int i = 0; is_ours && number && i < std::min<long long>(*number, most); ++i) {
        ::fcntl(first + i, F_SETFD, FD_CLOEXEC);
        sockets.push_back(first + i);
    }
    return sockets;
}

} // namespace pf::http
