#include "pf/cli/terminal.hpp"

#include "pf/base/text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace pf::cli {
namespace {

std::size_t columns_variable(Environment const& environment)
{
    auto const text = environment.find("COLUMNS");
    auto const value = text ? base::parse_integer(*text) : std::nullopt;
    return value && *value > 0 && *value <= 100'000 ? static_cast<std::size_t>(*value) : 0;
}

winsize size_of(int descriptor)
{
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size : winsize{};
}

std::size_t columns_of(int descriptor)
{
    return size_of(descriptor).ws_col;
}

} // namespace

Terminal Terminal::of_process(Environment const& environment)
{
    Terminal terminal;
    terminal.stdin_is_terminal = ::isatty(STDIN_FILENO) == 1;
    terminal.stdout_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    terminal.stderr_is_terminal = ::isatty(STDERR_FILENO) == 1;
    bool const dumb = environment.find("TERM").value_or("dumb") == "dumb";
    terminal.color = terminal.stdout_is_terminal && !dumb && !environment.find("NO_COLOR");
    terminal.can_rewrite_line = terminal.stderr_is_terminal && !dumb;
    auto const columns = columns_variable(environment);
    terminal.width = columns != 0 ? columns : terminal.stdout_is_terminal ? columns_of(STDOUT_FILENO) : 0;
    terminal.height = terminal.stdout_is_terminal ? size_of(STDOUT_FILENO).ws_row : 0;
    auto const stderr_columns = columns != 0 ? columns : columns_of(STDERR_FILENO);
    terminal.stderr_width = stderr_columns != 0 ? stderr_columns : 80;
    return terminal;
}

bool speaks_utf8(Environment const& environment)
{
    for (char const* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (auto const locale = environment.find(name)) {
            auto const text = base::to_lower(*locale);
            return text.find("utf-8") != std::string::npos || text.find("utf8") != std::string::npos;
        }
    }
    return false;
}

} // namespace pf::cli
