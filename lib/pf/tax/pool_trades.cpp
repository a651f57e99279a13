#include "pf/tax/pool_trades.hpp"

#include <algorithm>
#include <iterator>

namespace pf::tax {
namespace {

constexpr std::chrono::days matching_days{30};

/// A transfer out of the portfolio, and a fee in units of which nobody says what they were worth.
bool is_given(Entry const& entry)
{
    auto const type = entry.row.type;
    return type == model::TransactionType::transfer_out ||
           (type == model::TransactionType::fee && !entry.row.total_amount);
}

} // namespace

PoolKey pool_key(Entry const& entry)
{
    return {entry.is_own, entry.row.ticker};
}

PoolTrades::PoolTrades(Family const& family, Splits const& splits) : m_splits(splits)
{
    for (std::size_t i = 0; i < family.size(); ++i) {
        add(family[i], i);
    }
    for (auto& [key, days] : m_days) {
        std::ranges::sort(days, {}, &TradingDay::day);
        for (std::size_t i = 0; i < days.size(); ++i) {
            match(key.second, days, days[i], i, "same day");
        }
        for (std::size_t i = 0; i < days.size(); ++i) {
            for (auto j = i + 1; j < days.size() && days[j].day <= days[i].day + matching_days; ++j) {
                match(key.second, days, days[i], j, "30 days");
            }
        }
    }
}

void PoolTrades::add(Entry const& entry, std::size_t index)
{
    bool const comes_in = acquires(entry);
    if (!comes_in && !disposes(entry)) {
        return;
    }
    auto& days = m_days[pool_key(entry)];
    // Rows come in order of time; days of accounts in different zones may not.
    auto next = days.end();
    while (next != days.begin() && std::prev(next)->day > entry.day) {
        --next;
    }
    bool const is_known = next != days.begin() && std::prev(next)->day == entry.day;
    auto& day = is_known ? *std::prev(next) : *days.insert(next, TradingDay{});
    day.day = entry.day;
    if (comes_in) {
        day.bought += entry.row.quantity;
        day.unmatched += entry.row.quantity;
        lots::add_to(day.cost.position, cost_of(entry));
        day.buys.push_back(index);
        return;
    }
    day.uncovered += entry.row.quantity;
    day.sales.push_back(index);
    day.allows_short = day.allows_short || entry.allows_short;
    if (is_given(entry)) {
        day.given += entry.row.quantity;
    } else {
        day.sold += entry.row.quantity;
        lots::add_to(day.proceeds, proceeds_of(entry));
    }
}

TradingDay* PoolTrades::find(PoolKey const& key, Date day)
{
    auto const days = m_days.find(key);
    if (days == m_days.end()) {
        return nullptr;
    }
    auto const found = std::ranges::lower_bound(days->second, day, {}, &TradingDay::day);
    return found == days->second.end() || found->day != day ? nullptr : &*found;
}

void PoolTrades::match(std::string const& ticker, std::vector<TradingDay>& days, TradingDay& sale,
                       std::size_t acquisition, char const* how)
{
    auto& bought = days[acquisition];
    if (!sale.uncovered.is_positive() || !bought.unmatched.is_positive()) {
        return;
    }
    auto const wanted = m_splits.carried(ticker, sale.uncovered, sale.day, bought.day);
    auto const taken = std::min(wanted, bought.unmatched);
    auto const units = taken == wanted
                           ? sale.uncovered
                           : std::min(sale.uncovered, m_splits.returned(ticker, taken, sale.day, bought.day));
    auto const cost = lots::take_share(bought.cost, taken, bought.unmatched);
    bought.unmatched -= taken;
    sale.uncovered -= units;
    sale.matches.push_back({how, acquisition, units, cost.position});
}

void PoolTrades::cover_later(PoolKey const& key, TradingDay& sale)
{
    auto& days = m_days.at(key);
    auto const first = std::ranges::upper_bound(days, sale.day + matching_days, {}, &TradingDay::day) - days.begin();
    for (auto i = static_cast<std::size_t>(first); i < days.size() && sale.uncovered.is_positive(); ++i) {
        match(key.second, days, sale, i, "later");
    }
}

} // namespace pf::tax
