#pragma once

#include "pf/cli/environment.hpp"

#include <cstddef>

namespace pf::cli {

/// What stands behind stdout and stderr.
struct Terminal {
    bool stdout_is_terminal = false;
    bool stderr_is_terminal = false;
    bool stdin_is_terminal = false;
    bool color = false;            ///< on stdout: a terminal that is not dumb, `NO_COLOR` not set
    bool can_rewrite_line = false; ///< on stderr: for a progress bar
    std::size_t width = 0;         ///< of stdout: `COLUMNS`, else the terminal's; 0 when it is neither
    std::size_t height = 0;        ///< lines of stdout, when that is a terminal
    std::size_t stderr_width = 80;

    [[nodiscard]] static Terminal of_process(Environment const& environment);
};

/// Whether the locale's characters are UTF-8: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set says so.
[[nodiscard]] bool speaks_utf8(Environment const& environment);

} // namespace pf::cli
