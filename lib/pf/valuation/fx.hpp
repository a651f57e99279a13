#pragma once

#include "pf/model/price.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace pf::valuation {

/// A rate, and the day that it is of: of a cross the older of its two.
struct DatedRate {
    Decimal rate;
    Date date{};

    friend bool operator==(DatedRate const&, DatedRate const&) = default;
};

/// Exchange rates by pair and day.
class FxTable {
public:
    FxTable() = default;

    /// \param rates  in any order, greater than zero; of two for the same pair and day the later one counts
    explicit FxTable(std::vector<model::FxRate> const& rates);

    /// What one unit of `from` costs in `to`: the last rate on or before the day, direct, else inverse, else through
    /// one third currency (of several the one whose rates are freshest, then the first by code); 1 for the same
    /// currency; nothing when there is none, or when it is too small for 18 decimals or has
    /// more than 20 digits before them. Inverses and crosses are rounded
    /// half-even.
    [[nodiscard]] std::optional<Decimal> rate(Currency from, Currency to, Date day) const;

    /// The same, with its day; for the same currency the day that is asked for.
    [[nodiscard]] std::optional<DatedRate> dated_rate(Currency from, Currency to, Date day) const;

private:
    /// numerator ÷ denominator, one of which is 1, so that an inverse is not rounded before it is used.
    struct Ratio {
        Decimal numerator{1};
        Decimal denominator{1};
        Date date{};
    };

    [[nodiscard]] std::optional<Ratio> direct(Currency from, Currency to, Date day) const;
    [[nodiscard]] std::optional<Ratio> either_way(Currency from, Currency to, Date day) const;
    [[nodiscard]] std::optional<Ratio> crossed(Currency from, Currency to, Date day) const;

    std::map<std::pair<Currency, Currency>, std::vector<std::pair<Date, Decimal>>> m_rates; ///< by day, ascending
    std::set<Currency> m_currencies;
};

/// The rates of one day, each looked up once: what values many positions on that day.
class DayRates {
public:
    /// \param table  outlives this
    DayRates(FxTable const& table, Date day) : m_table(&table), m_day(day) {}

    [[nodiscard]] Date day() const { return m_day; }

    /// As `FxTable::dated_rate` of that day.
    [[nodiscard]] std::optional<DatedRate> dated_rate(Currency from, Currency to);
    [[nodiscard]] std::optional<Decimal> rate(Currency from, Currency to);

private:
    struct Known {
        Currency from;
        Currency to;
        std::optional<DatedRate> rate;
    };

    FxTable const* m_table;
    Date m_day;
    std::vector<Known> m_known; ///< a handful
};

} // namespace pf::valuation
