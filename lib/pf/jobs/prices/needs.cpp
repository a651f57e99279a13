#include "pf/jobs/prices/needs.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/cash_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/split_store.hpp"
#include "pf/jobs/run/open.hpp"

#include <algorithm>

namespace pf::jobs {

namespace {

void add_position(Needs& needs, model::Position const& position)
{
    if (position.asset_type == model::AssetType::cash) {
        return;
    }
    auto& needed = needs.instruments[position.ticker];
    auto const first = base::day_of(position.first_transaction_date);
    auto const last = base::day_of(position.last_transaction_date);
    needed.ticker = position.ticker;
    needed.currency = needed.currency.is_none() ? position.currency : needed.currency;
    needed.first_day = std::min(needed.first_day.value_or(first), first);
    needed.last_day = std::max(needed.last_day.value_or(last), last);
    needed.is_held = needed.is_held || !position.quantity.is_zero();
    needs.first_day = std::min(needs.first_day.value_or(first), first);
}

void add_currency(Needs& needs, Currency currency)
{
    if (currency.is_national()) {
        needs.currencies.insert(currency);
    }
}

void add_books(Needs& needs, db::Database& database)
{
    auto const accounts = db::AccountStore{database}.list();
    for (auto const& account : accounts) {
        add_currency(needs, account.base_currency);
    }
    for (auto const& position : db::PositionStore{database}.list(ids_of(accounts))) {
        add_position(needs, position);
        add_currency(needs, position.currency);
    }
    for (auto const& cash : db::CashStore{database}.list(ids_of(accounts))) {
        add_currency(needs, cash.currency);
        needs.first_day = std::min(needs.first_day.value_or(cash.last_day), cash.last_day);
    }
}

void add_details(Needs& needs, db::Database& database)
{
    for (auto const& details : db::InstrumentStore{database}.list()) {
        auto const found = needs.instruments.find(details.ticker);
        if (found == needs.instruments.end()) {
            continue;
        }
        found->second.price_source = details.price_source;
        if (found->second.currency.is_none()) {
            found->second.currency = details.currency;
        }
    }
}

} // namespace

NeededPrices Needs::of(std::string const& ticker) const
{
    auto const found = instruments.find(ticker);
    return found == instruments.end() ? NeededPrices{} : found->second;
}

std::vector<Date> Needs::days_of(Currency base, Currency quote) const
{
    std::vector<Date> days;
    for (auto const& rate : rates) {
        bool const is_of_both =
            (rate.base == base && rate.quote == quote) || (rate.base == quote && rate.quote == base);
        if (is_of_both) {
            days.push_back(rate.date);
        }
    }
    std::ranges::sort(days);
    return days;
}

Needs needs_of(db::Database& database, std::vector<std::string> const& tickers, Date today)
{
    db::Atomic const atomic{database, db::Atomic::Mode::read};
    Needs needs;
    add_books(needs, database);
    for (auto const& ticker : tickers) {
        needs.instruments[ticker].ticker = ticker;
    }
    add_details(needs, database);
    std::set<std::string> all;
    for (auto const& [ticker, needed] : needs.instruments) {
        all.insert(ticker);
    }
    for (auto& [ticker, closes] : db::PriceStore{database}.quoted_closes(all, base::earliest_day, today)) {
        needs.instruments[ticker].closes = std::move(closes);
    }
    for (auto& [ticker, days] : db::SplitStore{database}.days(all)) {
        needs.instruments[ticker].splits = std::move(days);
    }
    needs.rates = db::PriceStore{database}.rates(today);
    return needs;
}

} // namespace pf::jobs
