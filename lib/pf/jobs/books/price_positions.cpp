#include "pf/jobs/books/price_positions.hpp"

#include "pf/base/time.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/valuation/value.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace pf::jobs {

namespace {

using Prices = std::map<std::string, model::Price, std::less<>>;

Prices latest_prices(db::Database& database, std::set<std::string> const& tickers, Date day)
{
    Prices prices;
    for (auto& price : db::PriceStore{database}.latest(tickers, day)) {
        auto ticker = price.ticker;
        prices.emplace(std::move(ticker), std::move(price));
    }
    return prices;
}

bool needs_rate(model::Position const& position, model::Price const& price)
{
    return !price.currency.is_none() && price.currency != position.currency;
}

model::Price const* price_of(model::Position const& position, Prices const& prices)
{
    auto const found = prices.find(position.ticker);
    return found == prices.end() ? nullptr : &found->second;
}

/// All rates are a long list, which is only read where one of them is needed.
valuation::FxTable rates_for(db::Database& database, std::vector<model::Position> const& positions,
                             Prices const& prices, Date day)
{
    bool const needs_rates = std::ranges::any_of(positions, [&](model::Position const& position) {
        auto const* const price = price_of(position, prices);
        return price != nullptr && needs_rate(position, *price);
    });
    return needs_rates ? valuation::FxTable{db::PriceStore{database}.rates(day)} : valuation::FxTable{};
}

/// A position that is closed has a last price all the same.
db::PricedPosition priced(model::Position const& position, model::Price const& price, valuation::FxTable const& rates,
                          Date day)
{
    auto const currency = price.currency.is_none() ? position.currency : price.currency;
    auto const worth = valuation::worth(position, &price, rates, position.currency, day);
    return {position.account_id, position.ticker,
            lots::converted(price.close, rates.rate(currency, position.currency, day)), worth.unrealized_pl};
}

} // namespace

void price_positions(db::Database& database, std::set<std::string> const& tickers)
{
    db::PositionStore store{database};
    auto const positions = store.to_price(tickers);
    auto const today = base::today();
    auto const prices = latest_prices(database, tickers, today);
    auto const rates = rates_for(database, positions, prices, today);
    std::vector<db::PricedPosition> rows;
    for (auto const& position : positions) {
        auto const* const price = price_of(position, prices);
        rows.push_back(price == nullptr ? db::PricedPosition{position.account_id, position.ticker, {}, {}}
                                        : priced(position, *price, rates, today));
    }
    store.set_prices(rows);
}

void price_positions(db::Database& database)
{
    price_positions(database, db::PositionStore{database}.tickers_held());
}

} // namespace pf::jobs
