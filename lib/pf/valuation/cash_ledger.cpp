#include "pf/valuation/cash_ledger.hpp"

#include "pf/lots/amounts.hpp"

#include <algorithm>

namespace pf::valuation {
namespace {

using lots::add_to;
using model::TransactionType;

std::optional<Decimal> negative(std::optional<Decimal> amount)
{
    return lots::difference(Decimal{}, amount);
}

/// What a row moves apart from its fee.
std::optional<Decimal> amount_moved(model::Transaction const& row)
{
    switch (row.type) {
    case TransactionType::sell:
    case TransactionType::dividend:
    case TransactionType::interest:
    case TransactionType::deposit:
        return row.total_amount;
    case TransactionType::buy:
    case TransactionType::tax:
    case TransactionType::withdrawal:
        return negative(row.total_amount);
    case TransactionType::fee: // with a quantity it is paid in units, and its amount only says what they were worth
        return row.quantity.is_zero() ? negative(row.total_amount) : Decimal{};
    case TransactionType::staking:
    case TransactionType::airdrop:
    case TransactionType::mining:
    case TransactionType::transfer_in:
    case TransactionType::transfer_out:
    case TransactionType::split:
        return Decimal{};
    }
    return std::nullopt;
}

} // namespace

std::optional<Decimal> money_moved(model::Transaction const& row)
{
    return lots::difference(amount_moved(row), row.fee);
}

void CashLedger::add(model::Transaction const& row, Currency base_currency, std::optional<Decimal> rate_to_base)
{
    auto const moved = money_moved(row);
    auto const is_deposit = row.type == TransactionType::deposit || row.type == TransactionType::withdrawal;
    if (moved == Decimal{} && !is_deposit) {
        return;
    }
    auto const day = base::day_of(row.date);
    auto& of_day = m_days[day];
    // An amount that nobody knows need not have a currency.
    auto const currency = row.currency.is_none() ? base_currency : row.currency;
    add_to(of_day.moved.try_emplace(currency, Decimal{}).first->second, moved);
    add_to(of_day.moved_base, lots::converted(moved, rate_to_base));
    if (row.ticker.empty()) {
        auto const amount = lots::converted(amount_moved(row), rate_to_base);
        auto const is_income = row.type == TransactionType::dividend || row.type == TransactionType::interest;
        add_to(of_day.own.income, is_income ? amount : Decimal{});
        add_to(of_day.own.charges, is_income || is_deposit ? Decimal{} : negative(amount));
        add_to(of_day.own.charges, lots::converted(row.fee, rate_to_base));
    }
    if (is_deposit) {
        add_to(of_day.deposited_base, lots::converted(amount_moved(row), rate_to_base));
        m_first_deposit = std::min(m_first_deposit.value_or(day), day);
    }
}

CashLedger::Own CashLedger::own(Date first, Date last) const
{
    Own own;
    for (auto at = m_days.lower_bound(first); at != m_days.end() && at->first <= last; ++at) {
        add_to(own.income, at->second.own.income);
        add_to(own.charges, at->second.own.charges);
    }
    return own;
}

void CashLedger::Walk::take(Date day, Day const& moved)
{
    if (!m_ledger->m_first_deposit || day < *m_ledger->m_first_deposit) {
        m_flows = negative(moved.moved_base);
        return;
    }
    m_flows = moved.deposited_base;
    for (auto const& [currency, amount] : moved.moved) {
        add_to(m_balances.try_emplace(currency, Decimal{}).first->second, amount);
    }
}

void CashLedger::Walk::go_to(Date day)
{
    m_flows = Decimal{};
    for (auto const end = m_ledger->m_days.end(); m_next != end && m_next->first <= day; ++m_next) {
        take(m_next->first, m_next->second);
        if (m_next->first != day) {
            m_flows = Decimal{};
        }
    }
}

} // namespace pf::valuation
