#pragma once

#include "pf/db/database.hpp"
#include "pf/model/price.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pf::db {

/// What an upsert did.
enum class Stored {
    inserted,
    unchanged,
    updated,
    left_out ///< another value stays
};

class PriceStore {
public:
    explicit PriceStore(Database& database) : m_database(database) {}

    /// In chunks, not row by row. A price is one per ticker, day and source; a different value for the same key
    /// replaces it.
    [[nodiscard]] std::vector<Stored> upsert(std::vector<model::Price> const& prices);
    [[nodiscard]] std::vector<Stored> upsert(std::vector<model::FxRate> const& rates);

    /// The same, but a value that is there stays.
    [[nodiscard]] std::vector<Stored> add_missing(std::vector<model::Price> const& prices);

    /// The last close on or before the day of each of these tickers; tickers without one are absent.
    [[nodiscard]] std::vector<model::Price> latest(std::set<std::string> const& tickers, Date day) const;

    /// Every close of these tickers from `first` to `last`, and of each the last one before, where `first` itself has
    /// none: one per ticker and day, by day. Tickers without any are absent.
    [[nodiscard]] std::map<std::string, std::vector<model::Close>> closes(std::set<std::string> const& tickers,
                                                                          Date first, Date last) const;

    /// All rates on or before the day.
    [[nodiscard]] std::vector<model::FxRate> rates(Date day) const;

private:
    Database& m_database;
};

} // namespace pf::db
