#include "pf/jobs/books/first_changes.hpp"

#include "pf/base/append_condensed.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::size_t most_at_once = 5000;

} // namespace

void FirstChanges::add(std::int64_t account_id, std::string_view ticker, Timestamp moment)
{
    auto found = m_by_ticker.find(ticker);
    if (found == m_by_ticker.end()) {
        found = m_by_ticker.emplace(ticker, OfTicker{}).first;
    }
    auto& changes = found->second;
    if (!changes.empty() && changes.back().account_id == account_id) {
        changes.back().moment = std::min(changes.back().moment, moment);
        return;
    }
    base::append_condensed(changes, {account_id, moment}, condense);
}

void FirstChanges::add(FirstChanges other)
{
    if (empty()) {
        *this = std::move(other);
        return;
    }
    for (auto const& [ticker, changes] : other.m_by_ticker) {
        for (auto const& change : changes) {
            add(change.account_id, ticker, change.moment);
        }
    }
}

/// The first of each account.
void FirstChanges::condense(OfTicker& changes)
{
    std::ranges::sort(changes, {}, [](First const& one) { return std::tie(one.account_id, one.moment); });
    auto const is_same = [](First const& left, First const& right) { return left.account_id == right.account_id; };
    changes.erase(std::unique(changes.begin(), changes.end(), is_same), changes.end());
}

std::set<db::Instrument> FirstChanges::instruments() const
{
    std::set<db::Instrument> all;
    for (auto const& [ticker, changes] : m_by_ticker) {
        for (auto const& change : changes) {
            all.insert({change.account_id, ticker});
        }
    }
    return all;
}

std::set<std::int64_t> FirstChanges::accounts() const
{
    std::set<std::int64_t> all;
    for (auto const& [ticker, changes] : m_by_ticker) {
        for (auto const& change : changes) {
            all.insert(change.account_id);
        }
    }
    return all;
}

std::map<std::string, Timestamp> FirstChanges::by_ticker() const
{
    std::map<std::string, Timestamp> first;
    for (auto const& [ticker, changes] : m_by_ticker) {
        first.emplace_hint(first.end(), ticker, std::ranges::min(changes, {}, &First::moment).moment);
    }
    return first;
}

void FirstChanges::visit_parts(model::Families const& families,
                               std::function<void(FirstChanges const&)> const& visitor) const
{
    std::map<std::string, std::vector<std::string>> members;
    for (auto const& [ticker, changes] : m_by_ticker) {
        members[families.name_of(ticker)].push_back(ticker);
    }
    FirstChanges part;
    std::size_t size = 0;
    for (auto const& [family, tickers] : members) {
        std::size_t more = 0;
        std::ranges::for_each(tickers, [&](auto const& ticker) { more += m_by_ticker.at(ticker).size(); });
        if (size > 0 && size + more > most_at_once) {
            visitor(part);
            part.m_by_ticker.clear();
            size = 0;
        }
        std::ranges::for_each(tickers, [&](auto const& ticker) { part.m_by_ticker.insert(*m_by_ticker.find(ticker)); });
        size += more;
    }
    if (size > 0) {
        visitor(part);
    }
}

void FirstChanges::visit_accounts(std::vector<std::int64_t> const& order,
                                  std::function<void(std::set<db::Instrument> const&)> const& visitor) const
{
    std::unordered_map<std::int64_t, std::vector<std::string const*>> tickers_of;
    for (auto const& [ticker, changes] : m_by_ticker) {
        for (auto const& change : changes) {
            tickers_of[change.account_id].push_back(&ticker);
        }
    }
    std::set<db::Instrument> part;
    for (auto const account_id : order) {
        auto const found = tickers_of.find(account_id);
        if (found == tickers_of.end()) {
            continue;
        }
        if (!part.empty() && part.size() + found->second.size() > most_at_once) {
            visitor(part);
            part.clear();
        }
        for (auto const* const ticker : found->second) {
            part.insert({account_id, *ticker});
        }
    }
    if (!part.empty()) {
        visitor(part);
    }
}

} // namespace pf::jobs
