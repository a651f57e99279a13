#include "pf/valuation/timeline.hpp"

#include "pf/valuation/account_walk.hpp"

#include <algorithm>
#include <utility>

namespace pf::valuation {

std::set<std::string> priced_tickers(std::vector<AccountHistory> const& accounts)
{
    std::set<std::string> tickers;
    for (auto const& account : accounts) {
        for (auto const& days : account.instruments) {
            if (std::ranges::any_of(days, [](InstrumentDay const& day) {
                    return !day.position.quantity.is_zero() || day.moves.any_units();
                })) {
                tickers.insert(days.front().position.ticker);
            }
        }
    }
    return tickers;
}

Timeline::Timeline(std::vector<AccountHistory> accounts, Closes closes, FxTable rates, Freshness freshness)
    : m_accounts(std::move(accounts)), m_closes(std::move(closes)), m_rates(std::move(rates)), m_freshness(freshness)
{
}

void Timeline::visit(Date first, Date last, Visitor const& visitor) const
{
    std::vector<AccountWalk> walks;
    for (auto const& account : m_accounts) {
        walks.emplace_back(account, m_closes);
    }
    std::vector<Lack> lacks;
    for (auto day = first; day <= last; day += std::chrono::days{1}) {
        DayRates rates{m_rates, day};
        for (auto& walk : walks) {
            walk.go_to(day);
            if (walk.has_begun(day)) {
                lacks.clear();
                auto const snapshot = walk.snapshot(rates, m_freshness, lacks);
                visitor(snapshot, lacks);
            }
        }
    }
}

} // namespace pf::valuation
