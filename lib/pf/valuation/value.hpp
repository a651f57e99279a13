#pragma once

#include "pf/model/position.hpp"
#include "pf/model/price.hpp"
#include "pf/valuation/fx.hpp"

#include <optional>

namespace pf::valuation {

/// What a position is worth on a day. Amounts are in the position's currency, `…_base` ones in the account's base
/// currency; nothing means unknown. Nothing is rounded beyond 18 decimals; that is for the output.
struct Worth {
    std::optional<Decimal> avg_cost_basis; ///< per unit; nothing also where there are no units
    std::optional<Decimal> last_price;     ///< per unit, in the position's currency
    std::optional<Date> price_date;
    std::optional<Decimal> market_value;
    std::optional<Decimal> market_value_base;
    std::optional<Decimal> unrealized_pl;
    std::optional<Decimal> unrealized_pl_base;
    bool is_unpriced = false;     ///< units are held and there is no price of them
    bool is_rate_unknown = false; ///< there is a price that does not convert into both currencies
    bool is_too_large = false;    ///< the value is no value of ours: 10^20 or more

    friend bool operator==(Worth const&, Worth const&) = default;
};

/// Value a position. A position without units is worth nothing, with or without a price.
/// \param price  the last close on or before the day, or null; without a currency it is in the position's. Its currency
///               converts into either currency at the rate of the day of valuation, not through the other one
[[nodiscard]] Worth worth(model::Position const& position, model::Price const* price, DayRates& rates,
                          Currency base_currency);
[[nodiscard]] Worth worth(model::Position const& position, model::Price const* price, FxTable const& rates,
                          Currency base_currency, Date day);

} // namespace pf::valuation
