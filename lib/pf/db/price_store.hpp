#pragma once

#include "pf/db/database.hpp"
#include "pf/model/price.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pf::db {

struct Query;

/// What an upsert did.
enum class Stored {
    inserted,
    unchanged,
    updated,
    left_out ///< another value stays
};

/// Which stored values are meant.
struct ValueRange {
    std::set<std::string> names; ///< tickers, or pairs of currencies as `EUR/USD`; none: all
    Date first{};
    Date last{};
    std::string source; ///< of prices; empty: any
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

    /// The last close on or before the day of each of these tickers, for one unit: times the instrument's multiplier.
    /// Tickers without one are absent.
    [[nodiscard]] std::vector<model::Price> latest(std::set<std::string> const& tickers, Date day) const;

    /// The close before that of `latest`, likewise.
    [[nodiscard]] std::vector<model::Price> previous(std::set<std::string> const& tickers, Date day) const;

    /// Every close of these tickers from `first` to `last`, as it was quoted, and of each the last one before, where
    /// `first` itself has none: one per ticker and day, by day. Tickers without any are absent.
    [[nodiscard]] std::map<std::string, std::vector<model::Close>> quoted_closes(std::set<std::string> const& tickers,
                                                                                 Date first, Date last) const;

    /// The same for one unit: times the instrument's multiplier.
    [[nodiscard]] std::map<std::string, std::vector<model::Close>> closes(std::set<std::string> const& tickers,
                                                                          Date first, Date last) const;

    /// As they are stored, by ticker, day and source. The visitor must not use the connection.
    void visit_prices(ValueRange const& range, std::function<void(model::Price const&)> const& visitor) const;

    /// The same of rates, by pair and day; a pair is meant as it is stored.
    void visit_rates(ValueRange const& range, std::function<void(model::FxRate const&)> const& visitor) const;

    void remove_prices(ValueRange const& range);
    void remove_rates(ValueRange const& range);

    /// All rates on or before the day.
    [[nodiscard]] std::vector<model::FxRate> rates(Date day) const;

private:
    [[nodiscard]] std::vector<model::Price> last_closes(Query const& query, std::set<std::string> const& tickers,
                                                        Date day) const;

    Database& m_database;
};

} // namespace pf::db
