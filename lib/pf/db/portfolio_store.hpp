#pragma once

#include "pf/db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db {

/// One of the portfolios in a PostgreSQL database.
struct StoredPortfolio {
    std::string name; ///< `public`: the one that is there without being asked for
    std::string owner;
    std::optional<std::int64_t> version; ///< of its schema; nothing: it is somebody else's
    std::int64_t bytes = 0;              ///< on disk
};

/// The portfolios of a database, each a schema with a history of migrations in it. The database is opened without one.
class PortfolioStore {
public:
    explicit PortfolioStore(Database& database) : m_database(database) {}

    /// `public` first, if it has a history, then by name. A SQLite file has none in it.
    [[nodiscard]] std::vector<StoredPortfolio> list() const;

    /// Make the schema, still without tables; none is made over something else's.
    /// \return  false when the portfolio is there already
    /// \throws pf::Error  cannot_create, when a schema of that name holds other things; permission
    bool create(std::string_view name);

    /// Drop the schema and all that is in it.
    /// \throws pf::Error  bad_data, when something outside refers to it; busy, when somebody works in it; permission
    void drop(std::string_view name);

private:
    Database& m_database;
};

} // namespace pf::db
