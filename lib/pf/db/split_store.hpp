#pragma once

#include "pf/base/time.hpp"
#include "pf/db/database.hpp"

#include <map>
#include <set>
#include <string>

namespace pf::db {

/// When the units of instruments were split or joined, in any account.
class SplitStore {
public:
    explicit SplitStore(Database& database) : m_database(database) {}

    /// Days in UTC, by ticker; tickers without any are absent.
    [[nodiscard]] std::map<std::string, std::set<Date>> days(std::set<std::string> const& tickers) const;

private:
    Database& m_database;
};

} // namespace pf::db
