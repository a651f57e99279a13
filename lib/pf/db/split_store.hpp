#pragma once

#include "pf/base/time.hpp"
#include "pf/db/database.hpp"
#include "pf/money/decimal.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace pf::db {

/// When the units of instruments were split or joined, in any account.
class SplitStore {
public:
    explicit SplitStore(Database& database) : m_database(database) {}

    /// Days in UTC, by ticker; tickers without any are absent.
    [[nodiscard]] std::map<std::string, std::set<Date>> days(std::set<std::string> const& tickers) const;

    /// New units and old ones, by the day in UTC; what several accounts have of one day is one split.
    [[nodiscard]] std::map<Date, std::pair<Decimal, Decimal>> ratios(std::string const& ticker) const;

private:
    Database& m_database;
};

} // namespace pf::db
