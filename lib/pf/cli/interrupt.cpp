#include "pf/cli/interrupt.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace pf::cli {
namespace {

// A signal handler can reach nothing but objects of static storage.
std::atomic<int> received{0};
std::atomic<void (*)(void*)> hook_function{nullptr};
std::atomic<void*> hook_argument{nullptr};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<void*>::is_always_lock_free);

constexpr unsigned grace_seconds = 2;

[[noreturn]] void end_at_once(int signal)
{
    constexpr char message[] = "interrupted\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, message, sizeof message - 1);
    ::_exit(128 + signal);
}

void on_signal(int signal)
{
    int const saved_errno = errno;
    if (int const earlier = received.exchange(signal); earlier != 0) {
        end_at_once(earlier);
    }
    ::alarm(grace_seconds);
    if (auto* const function = hook_function.load()) {
        function(hook_argument.load());
    }
    errno = saved_errno;
}

void on_alarm(int)
{
    if (int const signal = received.load(); signal != 0) {
        end_at_once(signal);
    }
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action {};
    action.sa_handler = handler; // no SA_RESTART: a blocked read or wait returns
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

void handle_unless_ignored(int signal)
{
    struct sigaction current {};
    ::sigaction(signal, nullptr, &current);
    if (current.sa_handler != SIG_IGN) { // nohup, background jobs of a script
        handle(signal, on_signal);
    }
}

} // namespace

void Interrupt::install()
{
    received.store(0);
    handle_unless_ignored(SIGINT);
    handle_unless_ignored(SIGTERM);
    handle_unless_ignored(SIGHUP);
    handle(SIGALRM, on_alarm);
    handle(SIGPIPE, SIG_IGN);
}

std::optional<int> Interrupt::signal()
{
    int const value = received.load();
    return value == 0 ? std::nullopt : std::optional(value);
}

void Interrupt::check()
{
    if (received.load() != 0) {
        throw Interrupted();
    }
}

void Interrupt::disarm()
{
    ::alarm(0);
    for (int const signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction current {};
        ::sigaction(signal, nullptr, &current);
        if (current.sa_handler == on_signal) {
            handle(signal, SIG_DFL);
        }
    }
    received.store(0);
}

Interrupt::Hook::Hook(void (*function)(void*), void* argument)
{
    hook_argument.store(argument);
    hook_function.store(function);
}

Interrupt::Hook::~Hook()
{
    hook_function.store(nullptr);
    hook_argument.store(nullptr);
}

} // namespace pf::cli
