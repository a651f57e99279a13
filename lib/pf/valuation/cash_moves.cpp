#include "pf/valuation/cash_moves.hpp"

#include "pf/base/append_condensed.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace pf::valuation {

namespace {

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
    base::append_condensed(m_moves, move, condense);
}

/// One move for each day and currency.
void CashMoves::condense(std::vector<Move>& moves)
{
    std::ranges::sort(moves, {}, [](Move const& move) { return std::tie(move.day_number, move.currency); });
    auto last = moves.begin();
    for (auto at = std::next(last); at != moves.end(); ++at) {
        if (at->day_number == last->day_number && at->currency == last->currency) {
            last->amount += at->amount;
            last->is_known = last->is_known && at->is_known;
        } else {
            *++last = *at;
        }
    }
    moves.erase(std::next(last), moves.end());
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
