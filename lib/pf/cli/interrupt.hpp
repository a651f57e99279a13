#pragma once

#include <optional>
#include <stdexcept>

namespace pf::cli {

/// Thrown by `Interrupt::check` after a signal asked the program to stop.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

/// SIGINT, SIGTERM and SIGHUP ask the program to stop: a flag that loops check, and a hook that wakes what is waiting
/// (a statement running on the server). Whoever does not stop within two seconds, or is asked twice, is ended at once;
/// that is safe, since everything written stands in a transaction.
class Interrupt {
public:
    /// Install the handlers. SIGPIPE is ignored, so that writing to a closed pipe is an ordinary error.
    static void install();

    /// The signal that asked, if any.
    [[nodiscard]] static std::optional<int> signal();

    /// \throws Interrupted  when a signal asked
    static void check();

    /// The work is done: a signal that came too late is forgotten, one that comes now ends the program as it ends
    /// others.
    static void disarm();

    /// While it lives, `function(argument)` is called from the signal handler: it must be async-signal-safe.
    /// One at a time.
    class Hook {
    public:
        Hook(void (*function)(void*), void* argument);
        Hook(Hook const&) = delete;
        Hook& operator=(Hook const&) = delete;
        ~Hook();
    };
};

} // namespace pf::cli
