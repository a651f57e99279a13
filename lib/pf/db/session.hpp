#pragma once

#include "pf/db/database.hpp"
#include "pf/db/driver.hpp"

#include <soci/soci.h>

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>

namespace pf::db {

/// What a `Database` is inside; for the sources of `db` only.
class Database::Session {
public:
    Session(Target target, OpenOptions const& options);

    [[nodiscard]] Target const& target() const { return m_target; }
    [[nodiscard]] Driver& driver() { return *m_driver; }
    [[nodiscard]] soci::session& soci() { return m_driver->soci(); }

    /// Is all that is read now of one moment? Whoever asks for that again has it already.
    [[nodiscard]] bool holds_still() const { return m_holds_still; }
    void hold_still(bool holds) { m_holds_still = holds; }

    /// Portable SQL: calls `work` with SOCI's session, logs it under its name and turns SOCI's exceptions into ours.
    template <typename Work>
    auto run(std::string_view name, Work&& work)
    {
        Timer const timer{*this, name};
        try {
            return std::forward<Work>(work)(soci());
        } catch (soci::soci_error const& error) {
            throw m_driver->translated(error);
        }
    }

    /// Logs the name and the duration of what happens while it lives.
    class Timer {
    public:
        Timer(Session const& session, std::string_view name);
        Timer(Timer const&) = delete;
        Timer& operator=(Timer const&) = delete;
        ~Timer();

    private:
        std::string_view m_name;
        bool m_enabled;
        std::chrono::steady_clock::time_point m_start;
    };

private:
    Target m_target;
    bool m_log_sql;
    bool m_holds_still = false;
    std::unique_ptr<Driver> m_driver;
};

} // namespace pf::db
