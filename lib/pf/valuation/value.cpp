#include "pf/valuation/value.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"

namespace pf::valuation {
namespace {

void set_value(Worth& worth, model::Position const& position, model::Price const& price, DayRates& rates,
               Currency base_currency)
{
    auto const currency = price.currency.is_none() ? position.currency : price.currency;
    auto const amount = product(position.quantity, price.close);
    auto const to_position = rates.rate(currency, position.currency);
    worth.last_price = converted(price.close, to_position);
    worth.market_value = converted(amount, to_position);
    worth.market_value_base = converted(amount, rates.rate(currency, base_currency));
    worth.price_date = price.date;
    auto const is_unknown = !worth.market_value || !worth.market_value_base;
    auto const has_rates = to_position && rates.rate(currency, base_currency);
    worth.is_rate_unknown = is_unknown && !has_rates;
    worth.is_too_large = !amount || (is_unknown && has_rates);
}

} // namespace

Worth worth(model::Position const& position, model::Price const* price, FxTable const& rates, Currency base_currency,
            Date day)
{
    DayRates of_day{rates, day};
    return worth(position, price, of_day, base_currency);
}

Worth worth(model::Position const& position, model::Price const* price, DayRates& rates, Currency base_currency)
{
    Worth worth;
    worth.avg_cost_basis = lots::per_unit(position.total_cost, position.quantity);
    if (position.quantity.is_zero()) {
        worth.market_value = worth.market_value_base = Decimal{};
    } else if (price != nullptr) {
        set_value(worth, position, *price, rates, base_currency);
    } else {
        worth.is_unpriced = true;
    }
    worth.unrealized_pl = difference(worth.market_value, position.total_cost);
    worth.unrealized_pl_base = difference(worth.market_value_base, position.total_cost_base);
    return worth;
}

} // namespace pf::valuation
