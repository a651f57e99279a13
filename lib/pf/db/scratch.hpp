#pragma once

#include "pf/db/database.hpp"

#include <memory>

namespace pf::db {

/// An empty database to try things in, gone when it ends.
class ScratchDatabase {
public:
    /// SQLite, in memory.
    [[nodiscard]] static ScratchDatabase in_memory(OpenOptions const& options);

    /// SQLite, in a file without a name among the system's temporary files: nothing can leave it behind.
    [[nodiscard]] static ScratchDatabase on_disk(OpenOptions const& options);

    /// A new database `pf_scratch_<12 hexadecimal digits>` on the server of `beside`, which must outlive it; with the
    /// encoding and collation of that database, and with its portfolio. Only a kill -9 of the program leaves it behind,
    /// until the next is made. \throws pf::Error  permission, when the role may not create databases
    [[nodiscard]] static ScratchDatabase create(Database& beside, OpenOptions const& options);

    /// A database on PostgreSQL that is there and empty; emptied again at the end.
    /// \param target  names the portfolio to have in it, if any
    /// \throws pf::Error  usage, when it is not empty
    [[nodiscard]] static ScratchDatabase use(Target const& target, OpenOptions const& options);

    ScratchDatabase(ScratchDatabase&&) noexcept;
    ScratchDatabase& operator=(ScratchDatabase&&) = delete;
    ~ScratchDatabase();

    [[nodiscard]] Database& database() { return *m_database; }

private:
    class Remover;
    explicit ScratchDatabase(std::unique_ptr<Remover> remover);

    std::unique_ptr<Remover> m_remover; ///< destroyed last
    std::unique_ptr<Database> m_database;
};

} // namespace pf::db
