#pragma once

#include "support/process.hpp"
#include "support/temp_folder.hpp"

#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <vector>

namespace pf::test {

/// What a command prints.
inline std::string printed_by(std::string const& command)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe{::popen(command.c_str(), "r"), &::pclose};
    std::string text;
    std::array<char, 4096> chunk{};
    while (auto const length = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) {
        text.append(chunk.data(), length);
    }
    return text;
}

/// A Redis of a test's own, on a Unix socket.
class RedisServer {
public:
    explicit RedisServer(std::vector<std::string> options = {}) : m_options(std::move(options)) { start(); }

    void start()
    {
        std::vector<std::string> command{"redis-server", "--port", "0", "--unixsocket", socket(), "--save", "",
                                         "--appendonly", "no"};
        command.insert(command.end(), m_options.begin(), m_options.end());
        m_process.emplace(command, m_folder.path() / "log");
        while (printed_by("redis-cli -s " + socket() + " ping 2>&1").find("Could not connect") != std::string::npos) {
            if (m_process->output().find("FATAL") != std::string::npos) {
                throw std::runtime_error(m_process->output());
            }
        }
    }
    void stop() { m_process.reset(); }

    [[nodiscard]] std::string url() const { return "unix://" + socket(); }

    /// \param words  for a shell
    std::string ask(std::string const& words) const
    {
        return printed_by("redis-cli -s " + socket() + " --raw " + words);
    }

private:
    [[nodiscard]] std::string socket() const { return (m_folder.path() / "redis.sock").string(); }

    TempFolder m_folder;
    std::vector<std::string> m_options;
    std::optional<Process> m_process;
};

/// Something that listens where a Redis is expected, and answers each connection with these bytes, over and over with a
/// pause; without any it stays silent.
class FalseServer {
public:
    explicit FalseServer(std::string answer) : m_answer(std::move(answer))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::bind(m_socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
            ::listen(m_socket, 8) != 0) {
            throw std::runtime_error("cannot listen");
        }
        m_thread = std::thread{[this] { serve(); }};
    }
    FalseServer(FalseServer const&) = delete;
    FalseServer& operator=(FalseServer const&) = delete;
    ~FalseServer()
    {
        m_ends = true;
        ::shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        ::close(m_socket);
    }

    [[nodiscard]] std::string url() const { return "unix://" + path(); }

private:
    [[nodiscard]] std::string path() const { return (m_folder.path() / "false.sock").string(); }

    void serve()
    {
        while (!m_ends) {
            int const client = ::accept(m_socket, nullptr, nullptr);
            while (client >= 0 && !m_ends && is_heard(client)) {
                std::this_thread::sleep_for(std::chrono::milliseconds{20});
            }
            ::close(client);
        }
    }

    /// Does the client still listen?
    [[nodiscard]] bool is_heard(int client) const
    {
        std::array<char, 256> ignored{};
        return ::send(client, m_answer.data(), m_answer.size(), MSG_NOSIGNAL) >= 0 &&
               ::recv(client, ignored.data(), ignored.size(), MSG_DONTWAIT) != 0;
    }

    TempFolder m_folder;
    std::string m_answer;
    int m_socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    std::atomic<bool> m_ends = false;
    std::thread m_thread;
};

} // namespace pf::test
