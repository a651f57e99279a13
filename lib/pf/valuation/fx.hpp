#pragma once

#include "pf/model/price.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace pf::valuation {

/// Exchange rates by pair and day.
class FxTable {
public:
    FxTable() = default;

    /// \param rates  in any order, greater than zero; of two for the same pair and day the later one counts
    explicit FxTable(std::vector<model::FxRate> const& rates);

    /// What one unit of `from` costs in `to`: the last rate on or before the day, direct, else inverse, else through
    /// one third currency (of several the one whose rates are freshest, then the first by code); 1 for the same
    /// currency; nothing when there is none, or when it is too small for 18 decimals. Inverses and crosses are rounded
    /// half-even.
    [[nodiscard]] std::optional<Decimal> rate(Currency from, Currency to, Date day) const;

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

} // namespace pf::valuation
