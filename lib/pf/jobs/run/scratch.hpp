#pragma once

#include "pf/cli/interrupt.hpp"
#include "pf/db/scratch.hpp"

#include <optional>

namespace pf::jobs {

/// An empty database to try things in: of its own on SQLite, a new one on the same server on PostgreSQL.
/// Signals stop what it is doing; it is removed in the end.
class Scratch {
public:
    enum class Room { memory, disk }; ///< on SQLite

    /// \param beside  where a server is asked for one
    /// \param given   an empty database to use instead; PostgreSQL only
    /// \throws pf::Error  permission, unavailable; usage, when the given one is not empty or on SQLite
    Scratch(db::Target const& beside, db::OpenOptions const& options, std::optional<db::Target> const& given,
            Room room = Room::memory);

    [[nodiscard]] db::Database& database() { return m_scratch.database(); }

private:
    [[nodiscard]] db::ScratchDatabase made(db::Target const& beside, db::OpenOptions const& options,
                                           std::optional<db::Target> const& given, Room room);

    std::optional<db::Database> m_server; ///< the connection that creates it and drops it
    db::ScratchDatabase m_scratch;
    db::Canceller m_canceller;
    cli::Interrupt::Hook m_hook;
};

} // namespace pf::jobs
