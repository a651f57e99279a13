#pragma once

#include "pf/cli/environment.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace pf::cli {

/// The program that shows what is longer than the screen: `PF_PAGER`, else `PAGER`, else `less`; nothing for `cat`, a
/// dumb terminal, or when stdout is none.
[[nodiscard]] std::optional<std::string> pager_command(Environment const& environment, bool stdout_is_terminal);

/// Whether a text, drawn in so many columns, takes more lines than a screen has beside the prompt.
[[nodiscard]] bool is_longer_than(std::string_view text, std::size_t rows, std::size_t columns);

/// A running pager. Somebody who leaves it early has seen enough: that is no error. Until it ends, Ctrl-C is for it.
class Pager {
public:
    /// Start it, unless it cannot be.
    explicit Pager(std::string const& command);
    ~Pager(); ///< waits until it ends
    Pager(Pager const&) = delete;
    Pager& operator=(Pager const&) = delete;

    /// Where its input is written to; nothing when it could not be started.
    [[nodiscard]] std::optional<int> descriptor() const { return m_input < 0 ? std::nullopt : std::optional{m_input}; }

private:
    int m_input = -1;
    pid_t m_process = -1;
};

} // namespace pf::cli
