#pragma once

#include "pf/cli/interrupt.hpp"
#include "pf/db/scratch.hpp"
#include "pf/jobs/migrate.hpp"

#include <optional>

namespace pf::jobs {

/// An empty database to try things in: of its own on SQLite, a new one beside the settings' database on PostgreSQL.
/// Signals stop what it is doing; it is removed in the end.
class Scratch {
public:
    enum class Room { memory, disk }; ///< on SQLite

    /// \param given  an empty database to use instead; PostgreSQL only
    /// \throws pf::Error  permission, unavailable; usage, when the given one is not empty or on SQLite
    Scratch(MigrateSettings const& settings, std::optional<db::Target> const& given, Room room = Room::memory);

    [[nodiscard]] db::Database& database() { return m_scratch.database(); }

private:
    [[nodiscard]] db::ScratchDatabase made(MigrateSettings const& settings, std::optional<db::Target> const& given,
                                           Room room);

    std::optional<db::Database> m_server; ///< the connection that creates it and drops it
    db::ScratchDatabase m_scratch;
    db::Canceller m_canceller;
    cli::Interrupt::Hook m_hook;
};

} // namespace pf::jobs
