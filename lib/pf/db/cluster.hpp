#pragma once

#include "pf/base/result.hpp"
#include "pf/db/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pf::db {

/// Many machines that hold the portfolios of one PostgreSQL database: Citus, from version 12 on, keeps each schema
/// whole on one of them. Nothing else in the library knows of it; queries stay as they are.
class Cluster {
public:
    /// \param database  of PostgreSQL, opened without a portfolio
    explicit Cluster(Database& database) : m_database(database) {}

    /// Why portfolios cannot be moved here: there is no extension, an older one, or this is not the coordinator.
    /// Nothing: they can.
    [[nodiscard]] std::optional<Problem> obstacle() const;

    /// The portfolios that are on the machines of the cluster, and where: `worker-2:5432`.
    [[nodiscard]] std::map<std::string, std::string> distributed() const;

    /// Move a portfolio, with all that is in it, to one of the machines, and back.
    /// \throws pf::Error  busy, when somebody works in it
    void distribute(std::string_view portfolio);
    void undistribute(std::string_view portfolio);

private:
    void move(std::string_view function, std::string_view portfolio);

    Database& m_database;
};

} // namespace pf::db
