#include "pf/tax/buybacks.hpp"

#include <algorithm>
#include <iterator>

namespace pf::tax {

using model::TransactionType;

Buybacks::Buybacks(Family const& family, Terms terms) : m_family(family), m_terms(terms), m_splits(family)
{
    if (terms.effect == Effect::none) {
        return;
    }
    Holdings holdings;
    std::map<std::string, Decimal> own;
    for (std::size_t i = 0; i < family.size(); ++i) {
        auto const& entry = family[i];
        if (!entry.is_own) {
            continue;
        }
        auto const& row = entry.row;
        auto const before = holdings.apply(row);
        auto& units = own[row.ticker];
        units += holdings.of(row.account_id, row.ticker) - before;
        m_balances[row.ticker].push_back({entry.day, units});
        if (row.type == TransactionType::buy && row.quantity.is_positive() && concerns(entry)) {
            m_purchases[row.ticker].push_back({i, entry.day, row.quantity, {}});
        }
    }
    for (auto& [ticker, purchases] : m_purchases) {
        std::ranges::stable_sort(purchases, {}, &Purchase::day);
    }
    for (auto& [ticker, balances] : m_balances) {
        std::ranges::stable_sort(balances, {}, &Balance::day);
    }
}

bool Buybacks::concerns(Entry const& entry) const
{
    using model::AssetType;
    auto const type = entry.row.asset_type;
    return !m_terms.securities_only ||
           (type != AssetType::crypto && type != AssetType::metal && type != AssetType::cash);
}

void Buybacks::opened(std::int64_t owner, lots::OpenLot const& lot, std::size_t purchase, bool may_replace)
{
    auto const serial = lot.key.opening_transaction_id;
    m_live[serial] = {lot.key, purchase, owner, lot.remaining};
    if (may_replace) {
        m_lots[purchase].insert(serial);
    }
}

void Buybacks::left(std::int64_t serial, Decimal remaining)
{
    auto const found = m_live.find(serial);
    if (found == m_live.end()) {
        return;
    }
    if (remaining.is_positive()) {
        found->second.units = remaining;
    } else {
        m_lots[found->second.purchase].erase(serial);
        m_live.erase(found);
    }
}

Buybacks::Live const* Buybacks::live(std::int64_t serial) const
{
    auto const found = m_live.find(serial);
    return found == m_live.end() ? nullptr : &found->second;
}

std::vector<Replacement> Buybacks::replacements(std::size_t sale, Decimal units, std::size_t bought_by) const
{
    std::vector<Replacement> result;
    auto const& sold = m_family[sale];
    auto const purchases = m_purchases.find(sold.row.ticker);
    if (purchases == m_purchases.end()) {
        return result;
    }
    auto purchase = std::ranges::lower_bound(purchases->second, sold.day - m_terms.before, {}, &Purchase::day);
    for (; purchase != purchases->second.end() && purchase->day <= sold.day + m_terms.after; ++purchase) {
        if (purchase->entry < sale) {
            auto const lots = m_lots.find(purchase->entry);
            if (purchase->entry == bought_by || lots == m_lots.end() || m_terms.before.count() == 0) {
                continue;
            }
            for (auto const serial : lots->second) {
                auto const taken = std::min(units, m_live.at(serial).units);
                if (taken.is_positive()) {
                    result.push_back({purchase->entry, taken, taken, serial});
                    units -= taken;
                }
            }
        } else if (purchase->entry > sale) {
            auto rest = purchase->units;
            for (auto const& one : awaiting(purchase->entry)) {
                rest -= one.units;
            }
            auto const wanted = m_splits.carried(sold.row.ticker, units, sold.day, purchase->day);
            auto const taken = std::min(wanted, rest);
            auto const replaced =
                taken == wanted ? units
                                : std::min(units, m_splits.returned(sold.row.ticker, taken, sold.day, purchase->day));
            if (taken.is_positive() && replaced.is_positive()) {
                result.push_back({purchase->entry, taken, replaced});
                units -= replaced;
            }
        }
        if (!units.is_positive()) {
            break;
        }
    }
    return result;
}

void Buybacks::await(std::size_t purchase, Awaiting awaiting)
{
    m_awaiting[purchase].push_back(awaiting);
}

std::vector<Awaiting> Buybacks::awaiting(std::size_t purchase) const
{
    auto const found = m_awaiting.find(purchase);
    return found == m_awaiting.end() ? std::vector<Awaiting>{} : found->second;
}

Decimal Buybacks::balance(std::string const& ticker, Date day) const
{
    auto const balances = m_balances.find(ticker);
    if (balances == m_balances.end()) {
        return {};
    }
    auto const next = std::ranges::upper_bound(balances->second, day, {}, &Balance::day);
    return next == balances->second.begin() ? Decimal{} : std::prev(next)->units;
}

Decimal Buybacks::substituted(std::size_t sale, Decimal units)
{
    auto const& sold = m_family[sale];
    auto const& ticker = sold.row.ticker;
    auto const last = sold.day + m_terms.after;
    auto const left = m_splits.returned(ticker, balance(ticker, last), sold.day, last);
    auto most = std::min(units, std::max(left, Decimal{}));
    Decimal found;
    auto const purchases = m_purchases.find(ticker);
    if (purchases == m_purchases.end()) {
        return found;
    }
    auto purchase = std::ranges::lower_bound(purchases->second, sold.day - m_terms.before, {}, &Purchase::day);
    for (; purchase != purchases->second.end() && purchase->day <= last && most.is_positive(); ++purchase) {
        bool const is_later = purchase->day > sold.day;
        auto const rest = purchase->units - purchase->used;
        auto const in_units_of_sale = is_later ? m_splits.returned(ticker, rest, sold.day, purchase->day)
                                               : m_splits.carried(ticker, rest, purchase->day, sold.day);
        auto const taken = std::min(most, in_units_of_sale);
        if (taken.is_positive()) {
            purchase->used += money::scaled(rest, taken, in_units_of_sale, Rounding::half_even);
            found += taken;
            most -= taken;
        }
    }
    return found;
}

} // namespace pf::tax
