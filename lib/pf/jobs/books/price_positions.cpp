#include "pf/jobs/books/price_positions.hpp"

#include "pf/base/time.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/cash_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/value.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
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

Currency currency_of(model::Price const& price, model::Position const& position)
{
    return price.currency.is_none() ? position.currency : price.currency;
}

bool needs_rate(db::PositionToPrice const& one, model::Price const& price)
{
    auto const currency = currency_of(price, one.position);
    return currency != one.position.currency || currency != one.base_currency;
}

model::Price const* price_of(model::Position const& position, Prices const& prices)
{
    auto const found = prices.find(position.ticker);
    return found == prices.end() ? nullptr : &found->second;
}

/// All rates are a long list, which is only read where one of them is needed.
valuation::FxTable rates_for(db::Database& database, std::vector<db::PositionToPrice> const& positions,
                             Prices const& prices, Date day)
{
    bool const needs_rates = std::ranges::any_of(positions, [&](db::PositionToPrice const& one) {
        auto const* const price = price_of(one.position, prices);
        return price != nullptr && needs_rate(one, *price);
    });
    return needs_rates ? valuation::FxTable{db::PriceStore{database}.rates(day)} : valuation::FxTable{};
}

/// A position that is closed has a last price all the same.
db::PricedPosition priced(db::PositionToPrice const& one, model::Price const& price, valuation::FxTable const& rates,
                          Date day)
{
    auto const& position = one.position;
    auto const worth = valuation::worth(position, &price, rates, one.base_currency, day);
    return {position.account_id,
            position.ticker,
            valuation::converted(price.close, rates.rate(currency_of(price, position), position.currency, day)),
            worth.unrealized_pl,
            worth.market_value,
            worth.market_value_base,
            worth.unrealized_pl_base};
}

void price_all(db::Database& database, std::vector<db::PositionToPrice> const& positions, Prices const& prices,
               Date today)
{
    auto const rates = rates_for(database, positions, prices, today);
    std::vector<db::PricedPosition> rows;
    for (auto const& one : positions) {
        auto const* const price = price_of(one.position, prices);
        rows.push_back(price == nullptr
                           ? db::PricedPosition{one.position.account_id, one.position.ticker, {}, {}, {}, {}, {}}
                           : priced(one, *price, rates, today));
    }
    db::PositionStore{database}.set_prices(rows);
}

} // namespace

void price_positions(db::Database& database, std::set<std::string> const& tickers)
{
    auto const today = base::today();
    price_all(database, db::PositionStore{database}.to_price(tickers), latest_prices(database, tickers, today), today);
}

void price_positions(db::Database& database, std::set<db::Instrument> const& instruments)
{
    std::set<std::string> tickers;
    std::ranges::transform(instruments, std::inserter(tickers, tickers.end()), &db::Instrument::ticker);
    auto const today = base::today();
    auto const prices = latest_prices(database, tickers, today);
    std::set<db::Instrument> with_price;
    std::ranges::copy_if(instruments, std::inserter(with_price, with_price.end()),
                         [&](db::Instrument const& one) { return prices.contains(one.ticker); });
    if (!with_price.empty()) {
        price_all(database, db::PositionStore{database}.to_price_of(with_price), prices, today);
    }
}

void price_positions(db::Database& database)
{
    price_positions(database, db::PositionStore{database}.tickers_held());
    price_cash(database, db::AccountStore{database}.list());
}

void price_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    std::map<std::int64_t, Currency> bases;
    for (auto const& account : accounts) {
        bases.emplace(account.id, account.base_currency);
    }
    std::vector<std::int64_t> ids;
    std::ranges::transform(bases, std::back_inserter(ids), [](auto const& account) { return account.first; });
    db::CashStore store{database};
    auto const cash = store.list(ids);
    bool const needs_rates =
        std::ranges::any_of(cash, [&](auto const& one) { return one.currency != bases.at(one.account_id); });
    auto const today = base::today();
    auto const rates = needs_rates ? valuation::FxTable{db::PriceStore{database}.rates(today)} : valuation::FxTable{};
    std::vector<db::CashStore::InBase> rows;
    for (auto const& one : cash) {
        auto const rate = rates.rate(one.currency, bases.at(one.account_id), today);
        rows.push_back({one.account_id, one.currency, valuation::converted(one.balance, rate)});
    }
    store.set_in_base(rows);
}

} // namespace pf::jobs
