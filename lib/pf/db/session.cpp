#include "pf/db/session.hpp"

#include "pf/db/postgres/driver.hpp"
#include "pf/db/sqlite/driver.hpp"

#include <spdlog/spdlog.h>

namespace pf::db {

namespace {

constexpr std::chrono::seconds slow{1};

std::unique_ptr<Driver> connect(Target const& target, OpenOptions const& options)
{
    if (target.backend == Backend::postgresql) {
        return postgres::connect(target, options);
    }
    return sqlite::connect(target, options);
}

} // namespace

Database::Session::Session(Target target, OpenOptions const& options)
    : m_target(std::move(target)), m_log_sql(options.log_sql), m_driver(connect(m_target, options))
{
}

Database::Session::Timer::Timer(Session const& session, std::string_view name)
    : m_name(name),
      m_enabled(session.m_log_sql),
      m_start(m_enabled ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point{})
{
}

Database::Session::Timer::~Timer()
{
    if (!m_enabled) {
        return;
    }
    try {
        auto const elapsed = std::chrono::steady_clock::now() - m_start;
        auto const level = elapsed > slow ? spdlog::level::warn : spdlog::level::info;
        spdlog::log(level, "sql: {}: {} µs", m_name,
                    std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
    } catch (...) { // a log that cannot be written must not end the work
    }
}

} // namespace pf::db
