#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pf::test {

/// A program of ours, where the build puts it.
inline std::string program(std::string const& name)
{
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "apps" / name).string();
}

/// Looks often enough to be in time, and seldom enough to leave the processor to those it waits for.
inline void wait_until(std::string const& what, std::function<bool()> const& condition)
{
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{5};
    bool in_time = true;
    while (!condition() && in_time) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
        in_time = std::chrono::steady_clock::now() < deadline;
    }
    REQUIRE_MESSAGE(in_time, "never true: ", what);
}

/// A running command; killed when it is still running at the end.
class Process {
public:
    /// \param arguments  the command first, looked up in PATH
    Process(std::vector<std::string> arguments, std::filesystem::path output) : m_output(std::move(output))
    {
        std::vector<char*> pointers;
        for (auto& argument : arguments) {
            pointers.push_back(argument.data());
        }
        pointers.push_back(nullptr);
        m_pid = ::fork();
        if (m_pid == 0) {
            int const file = ::open(m_output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            ::dup2(file, STDOUT_FILENO);
            ::dup2(file, STDERR_FILENO);
            ::execvp(pointers.front(), pointers.data());
            ::_exit(127);
        }
        if (m_pid < 0) {
            throw std::runtime_error("fork failed");
        }
    }
    Process(Process&& other) noexcept : m_output(std::move(other.m_output)), m_pid(std::exchange(other.m_pid, -1)) {}
    Process& operator=(Process&&) = delete;
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;
    ~Process()
    {
        if (m_pid > 0) {
            kill(SIGKILL);
            wait();
        }
    }

    [[nodiscard]] pid_t pid() const { return m_pid; }

    void kill(int signal) const { ::kill(m_pid, signal); }

    /// \return  its exit code, or minus the signal that ended it
    int wait()
    {
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    /// What it has written, both streams.
    [[nodiscard]] std::string output() const
    {
        std::ifstream stream{m_output};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

private:
    std::filesystem::path m_output;
    pid_t m_pid = -1;
};

} // namespace pf::test
