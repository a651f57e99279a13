#include "pf/jobs/positions/market.hpp"

#include "pf/base/time.hpp"
#include "pf/cache/quotes.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/split_store.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

std::set<std::string> held_tickers(std::vector<model::Position> const& positions)
{
    std::set<std::string> tickers;
    for (auto const& position : positions) {
        if (!position.quantity.is_zero()) {
            tickers.insert(position.ticker);
        }
    }
    return tickers;
}

std::map<std::string, model::Price> by_ticker(std::vector<model::Price> prices)
{
    std::map<std::string, model::Price> result;
    for (auto& price : prices) {
        auto ticker = price.ticker;
        result.emplace(std::move(ticker), std::move(price));
    }
    return result;
}

} // namespace

Market::Market(db::Database& database, std::vector<model::Position> const& positions, std::optional<Date> as_of,
               cache::Redis* live)
    : m_day(as_of.value_or(base::today()))
{
    auto const tickers = held_tickers(positions);
    db::PriceStore const store{database};
    db::InstrumentStore const instruments{database};
    m_prices = by_ticker(store.latest(tickers, m_day));
    m_previous = by_ticker(store.previous(tickers, m_day));
    if (live != nullptr) {
        take_quotes(cache::quotes(*live, tickers, base::now()), instruments.multipliers());
    }
    forget_split(database, tickers);
    m_names = instruments.titles(tickers);
    m_rates = valuation::FxTable{store.rates(m_day)};
}

valuation::Worth Market::worth(model::Position const& position, Currency base) const
{
    auto const price = m_prices.find(position.ticker);
    return valuation::worth(position, price == m_prices.end() ? nullptr : &price->second, m_rates, base, m_day);
}

Currency Market::currency_of_price(model::Position const& position) const
{
    auto const price = m_prices.find(position.ticker);
    return price == m_prices.end() || price->second.currency.is_none() ? position.currency : price->second.currency;
}

std::string Market::lacking_rate(model::Position const& position, Currency base) const
{
    if (!m_prices.contains(position.ticker) || position.quantity.is_zero()) {
        return {};
    }
    auto const from = currency_of_price(position);
    for (auto const to : {position.currency, base}) {
        if (!m_rates.rate(from, to, m_day)) {
            return fmt::format("{} to {}", from.code(), to.code());
        }
    }
    return {};
}

std::string Market::name_of(std::string const& ticker) const
{
    auto const name = m_names.find(ticker);
    return name == m_names.end() ? std::string{} : name->second;
}

std::optional<Market::Change> Market::change_of(std::string const& ticker) const
{
    auto const now = m_prices.find(ticker);
    auto const before = m_previous.find(ticker);
    if (now == m_prices.end() || before == m_previous.end() || now->second.currency != before->second.currency ||
        !before->second.close.is_positive()) {
        return std::nullopt;
    }
    auto const change = lots::per_unit(now->second.close - before->second.close, before->second.close);
    return change ? std::optional{Change{before->second.close, *change}} : std::nullopt;
}

std::optional<Decimal> Market::in_base(model::CashBalance const& cash, Currency base) const
{
    return valuation::converted(cash.balance, m_rates.rate(cash.currency, base, m_day));
}

/// A close counts as of the end of its day.
void Market::take_quotes(std::vector<model::Price> quotes, db::Multipliers const& multipliers)
{
    for (auto& quote : quotes) {
        quote.close = db::of_unit(quote.close, quote.ticker, multipliers);
        auto const [close, is_only_price] = m_prices.try_emplace(quote.ticker, quote);
        if (!is_only_price && close->second.date < quote.date) {
            m_previous.insert_or_assign(quote.ticker, close->second);
            close->second = quote;
        }
    }
}

/// Prices before and after a split are of other units.
void Market::forget_split(db::Database& database, std::set<std::string> const& tickers)
{
    for (auto const& [ticker, days] : db::SplitStore{database}.days(tickers)) {
        auto const now = m_prices.find(ticker);
        auto const before = m_previous.find(ticker);
        // A day in UTC may be the one before or after in the account.
        constexpr std::chrono::days a_day{1};
        if (before != m_previous.end() && std::ranges::any_of(days, [&](Date day) {
                return before->second.date <= day + a_day && day - a_day <= now->second.date;
            })) {
            m_previous.erase(before);
        }
    }
}

AccountsById::AccountsById(std::vector<model::Account> const& accounts)
{
    for (auto const& account : accounts) {
        m_by_id.emplace(account.id, &account);
    }
}

} // namespace pf::jobs
