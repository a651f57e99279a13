#pragma once

#include "pf/db/database.hpp"
#include "pf/model/price.hpp"
#include "pf/valuation/fx.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// An instrument of the books, with what is known of its prices.
struct NeededPrices {
    std::string ticker;
    Currency currency;             ///< of its position; none: not known
    std::optional<Date> first_day; ///< of its first transaction; nothing: it has none
    std::optional<Date> last_day;  ///< of its last one, when nothing is held any more
    bool is_held = false;
    std::string price_source;         ///< where its closes come from; empty: the configuration says it
    std::vector<model::Close> closes; ///< by day
    std::set<Date> splits;
};

/// What the books need prices and rates of.
struct Needs {
    std::map<std::string, NeededPrices> instruments; ///< by ticker; also those that are no longer held
    std::set<Currency> currencies;                   ///< of countries: what money, positions and accounts count in
    std::optional<Date> first_day;                   ///< of the earliest transaction
    std::vector<model::FxRate> rates;                ///< that are stored

    /// With none of these, an empty one.
    [[nodiscard]] NeededPrices of(std::string const& ticker) const;

    /// The days on which there is a rate between these two, ascending.
    [[nodiscard]] std::vector<Date> days_of(Currency base, Currency quote) const;
};

/// \param tickers  that are asked for although the books do not know them
[[nodiscard]] Needs needs_of(db::Database& database, std::vector<std::string> const& tickers, Date today);

} // namespace pf::jobs
