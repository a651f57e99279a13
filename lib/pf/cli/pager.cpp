#include "pf/cli/pager.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pf::cli {
namespace {

/// The child's side: the pipe as stdin, and signals as a program expects them.
[[noreturn]] void become(std::string const& command, int input)
{
    ::dup2(input, STDIN_FILENO);
    for (int const signal : {SIGINT, SIGPIPE}) {
        std::signal(signal, SIG_DFL);
    }
    ::setenv("LESS", "FRX", 0);
    ::setenv("LV", "-c", 0);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
}

/// Whether the shell finds the program that a command begins with.
bool is_there(std::string const& command)
{
    auto const test = "command -v -- " + command.substr(0, command.find(' ')) + " >/dev/null 2>&1";
    return std::system(test.c_str()) == 0; // NOLINT(cert-env33-c): the user's own setting, as git runs it
}

} // namespace

std::optional<std::string> pager_command(Environment const& environment, bool stdout_is_terminal)
{
    if (!stdout_is_terminal || environment.find("TERM").value_or("dumb") == "dumb") {
        return std::nullopt;
    }
    auto const own = environment.find("PF_PAGER");
    auto const command = own ? *own : environment.find("PAGER").value_or("less");
    return command == "cat" ? std::nullopt : std::optional{command};
}

bool is_longer_than(std::string_view text, std::size_t rows, std::size_t columns)
{
    std::size_t lines = 1; // the prompt
    while (!text.empty() && lines <= rows) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const width = base::display_width(text.substr(0, end));
        lines += columns == 0 ? 1 : std::max<std::size_t>((width + columns - 1) / columns, 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines > rows;
}

Pager::Pager(std::string const& command)
{
    std::array<int, 2> ends{};
    if (!is_there(command) || ::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return;
    }
    std::signal(SIGINT, SIG_IGN);
    m_process = ::fork();
    if (m_process == 0) {
        become(command, ends[0]);
    }
    ::close(ends[0]);
    if (m_process < 0) {
        ::close(ends[1]);
        return;
    }
    m_input = ends[1];
}

Pager::~Pager()
{
    if (m_input >= 0) {
        ::close(m_input);
    }
    int status = 0;
    while (m_process > 0 && ::waitpid(m_process, &status, 0) < 0 && errno == EINTR) {
    }
}

} // namespace pf::cli
