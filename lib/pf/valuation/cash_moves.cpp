#include "pf/valuation/cash_moves.hpp"

#include "pf/valuation/amounts.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace pf::valuation {

namespace {

/// Fewer are not worth sorting.
constexpr std::size_t fewest_to_condense = 64;

std::optional<Date> earlier(std::optional<Date> left, std::optional<Date> right)
{
    return left && right ? std::min(*left, *right) : left ? left : right;
}

} // namespace

void CashMoves::add(model::Transaction const& row, Date day, Currency base_currency)
{
    auto const moved = money_moved(row);
    if (moved == Decimal{} && !is_deposit(row)) {
        return;
    }
    // An amount that nobody knows need not have a currency.
    add({moved.value_or(Decimal{}), static_cast<std::int32_t>(day.time_since_epoch().count()),
         row.currency.is_none() ? base_currency : row.currency, moved.has_value()});
    if (is_deposit(row)) {
        m_first_deposit = earlier(m_first_deposit, day);
    }
}

void CashMoves::add(CashMoves const& other)
{
    for (auto const& move : other.m_moves) {
        add(move);
    }
    m_first_deposit = earlier(m_first_deposit, other.m_first_deposit);
}

void CashMoves::add(Move const& move)
{
    auto const size = m_moves.size();
    if (size == m_moves.capacity() && size >= fewest_to_condense) {
        condense();
    } else if (size == m_moves.capacity()) {
        m_moves.reserve(size + size / 2 + 2); // thousands of accounts with a few rows each would double to half empty
    }
    m_moves.push_back(move);
}

/// One move for each day and currency. Where that leaves little room, the next ones get more.
void CashMoves::condense()
{
    std::ranges::sort(m_moves, {}, [](Move const& move) { return std::tie(move.day_number, move.currency); });
    auto last = m_moves.begin();
    for (auto at = std::next(last); at != m_moves.end(); ++at) {
        if (at->day_number == last->day_number && at->currency == last->currency) {
            last->amount += at->amount;
            last->is_known = last->is_known && at->is_known;
        } else {
            *++last = *at;
        }
    }
    m_moves.erase(std::next(last), m_moves.end());
    if (m_moves.size() > m_moves.capacity() / 4 * 3) {
        m_moves.reserve(m_moves.capacity() + m_moves.capacity() / 2);
    }
}

std::vector<model::CashBalance> CashMoves::balances(std::int64_t account_id, Date since) const
{
    std::map<Currency, model::CashBalance> balances;
    for (auto const& move : m_moves) {
        if (move.day() < since) {
            continue;
        }
        auto& cash =
            balances.try_emplace(move.currency, model::CashBalance{account_id, move.currency, Decimal{}, move.day()})
                .first->second;
        add_to(cash.balance, move.is_known ? std::optional{move.amount} : std::nullopt);
        cash.last_day = std::max(cash.last_day, move.day());
    }
    std::vector<model::CashBalance> result;
    std::ranges::transform(balances, std::back_inserter(result), [](auto const& entry) { return entry.second; });
    return result;
}

} // namespace pf::valuation
