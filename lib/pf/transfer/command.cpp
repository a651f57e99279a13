#include "pf/base/text.hpp"
#include "pf/transfer/network.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace pf::transfer {

namespace {

using prices::Answer;
using prices::Request;
using Clock = std::chrono::steady_clock;

/// Both ends of a pipe, closed at the end.
class Pipe {
public:
    Pipe()
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC) != 0) {
            m_ends = {-1, -1};
        }
    }
    Pipe(Pipe const&) = delete;
    Pipe& operator=(Pipe const&) = delete;
    ~Pipe()
    {
        close(0);
        close(1);
    }

    [[nodiscard]] int reading() const { return m_ends[0]; }
    [[nodiscard]] int writing() const { return m_ends[1]; }
    void close(std::size_t end)
    {
        if (m_ends.at(end) >= 0) {
            ::close(std::exchange(m_ends.at(end), -1));
        }
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

/// A program that runs in a process group of its own, so that what it has started ends with it.
class Child {
public:
    Child(std::vector<std::string> const& words, int output)
    {
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        std::vector<char*> arguments;
        for (auto const& word : words) {
            arguments.push_back(const_cast<char*>(word.c_str())); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        }
        arguments.push_back(nullptr);
        m_problem = ::posix_spawnp(&m_id, arguments.front(), &actions, &attributes, arguments.data(), ::environ);
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&actions);
    }
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    ~Child()
    {
        if (m_problem == 0 && !m_has_ended) {
            ::kill(-m_id, SIGKILL);
            (void)wait();
        }
    }

    /// An errno; 0: it runs.
    [[nodiscard]] int problem() const { return m_problem; }

    /// \return  what `waitpid` tells
    [[nodiscard]] int wait()
    {
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        m_has_ended = true;
        return status;
    }

private:
    pid_t m_id = -1;
    int m_problem = 0;
    bool m_has_ended = false;
};

Answer failed(std::string problem, bool is_transient = false)
{
    Answer answer;
    answer.problem = std::move(problem);
    answer.is_transient = is_transient;
    return answer;
}

Answer ended(Child& child, std::string body)
{
    auto const status = child.wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        Answer answer;
        answer.status = 200;
        answer.body = std::move(body);
        return answer;
    }
    return failed(WIFEXITED(status) ? fmt::format("the program ended with exit code {}", WEXITSTATUS(status))
                                    : fmt::format("the program was ended by signal {}", WTERMSIG(status)));
}

} // namespace

prices::Answer run(prices::Request const& request, std::function<void()> const& keep_going)
{
    Pipe pipe;
    Child child{request.command, pipe.writing()};
    if (child.problem() != 0) {
        return failed(
            fmt::format("{} cannot be run: {}", base::quoted(request.command.front()), std::strerror(child.problem())));
    }
    pipe.close(1);
    auto const end = Clock::now() + request.timeout;
    std::string body;
    std::array<char, 65536> buffer{};
    while (true) {
        keep_going();
        if (Clock::now() >= end) {
            return failed(fmt::format("no answer within {} s", request.timeout.count()), true);
        }
        pollfd waiting{pipe.reading(), POLLIN, 0};
        if (::poll(&waiting, 1, 200) <= 0) {
            continue;
        }
        auto const count = ::read(pipe.reading(), buffer.data(), buffer.size());
        if (count <= 0) {
            return ended(child, std::move(body));
        }
        body.append(buffer.data(), static_cast<std::size_t>(count));
        if (body.size() > static_cast<std::size_t>(request.max_bytes)) {
            return failed(fmt::format("the answer has more than {} bytes", request.max_bytes));
        }
    }
}

} // namespace pf::transfer
