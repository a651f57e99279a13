// Preloaded, it sets the clock of a process, and of all that it starts, ahead by PF_TEST_AHEAD_S seconds. Clocks that
// measure spans stay right. (libfaketime opens files before the program does, leaves them behind when it is killed, and
// cannot leave those clocks alone for everybody.)
#include <cstdlib>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept
{
    auto const result = ::syscall(SYS_clock_gettime, clock, time);
    bool const is_wall_clock = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    char const* const ahead = is_wall_clock && result == 0 ? std::getenv("PF_TEST_AHEAD_S") : nullptr;
    if (ahead != nullptr) {
        time->tv_sec += std::strtol(ahead, nullptr, 10);
    }
    return static_cast<int>(result);
}

extern "C" time_t time(time_t* out) noexcept
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

extern "C" int gettimeofday(timeval* out, void* /*zone*/) noexcept
{
    timespec now{};
    auto const result = clock_gettime(CLOCK_REALTIME, &now);
    *out = {now.tv_sec, now.tv_nsec / 1000};
    return result;
}

extern "C" int timespec_get(timespec* out, int base) noexcept
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
}
