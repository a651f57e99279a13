#include "pf/db/migration_lock.hpp"

#include "pf/base/error.hpp"

#include <chrono>
#include <random>
#include <thread>

namespace pf::db {

namespace {

/// Long enough to cost the server nothing, short enough that nobody notices; uneven, so that waiting runners spread.
std::chrono::milliseconds pause()
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds{std::uniform_int_distribution<int>{40, 120}(random)};
}

} // namespace

MigrationLock::MigrationLock(MigrationRunner& runner, MigrateOptions const& options, std::string const& where)
    : m_runner(runner)
{
    auto const deadline = std::chrono::steady_clock::now() + options.lock_wait;
    for (bool told = false; !m_runner.try_lock(); told = true) {
        if (std::chrono::steady_clock::now() >= deadline) {
            throw Error{ExitCode::busy, "another migration is running: " + m_runner.lock_holder(), where,
                        "wait for it, or allow more time with --lock-wait SECONDS"};
        }
        if (!told) {
            options.waiting(m_runner.lock_holder());
        }
        options.check();
        std::this_thread::sleep_for(pause());
    }
}

} // namespace pf::db
