#include "pf/valuation/cash_ledger.hpp"

#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <iterator>

namespace pf::valuation {
namespace {

using model::TransactionType;

std::optional<Decimal> negative(std::optional<Decimal> amount)
{
    return difference(Decimal{}, amount);
}

/// What a row moves apart from its fee.
std::optional<Decimal> amount_moved(model::Transaction const& row)
{
    switch (row.type) {
    case TransactionType::sell:
    case TransactionType::dividend:
    case TransactionType::interest:
    case TransactionType::deposit:
    case TransactionType::exchange_in:
    case TransactionType::return_of_capital:
    case TransactionType::tax_refund:
    case TransactionType::fee_refund:
        return row.total_amount;
    case TransactionType::buy:
    case TransactionType::tax:
    case TransactionType::withdrawal:
    case TransactionType::exchange_out:
        return negative(row.total_amount);
    case TransactionType::fee: // with a quantity it is paid in units, and its amount only says what they were worth
        return row.quantity.is_zero() ? negative(row.total_amount) : Decimal{};
    case TransactionType::staking:
    case TransactionType::airdrop:
    case TransactionType::mining:
    case TransactionType::split:
    case TransactionType::notional_distribution:
    case TransactionType::expire:
        return Decimal{};
    case TransactionType::convert_out: // cash beside the new units
        return row.total_amount ? row.total_amount : Decimal{};
    case TransactionType::convert_in: // only who exercises a right pays
        return row.total_amount ? negative(row.total_amount) : Decimal{};
    case TransactionType::transfer_in: // without an instrument it is money that is transferred
        return row.ticker.empty() ? row.total_amount : Decimal{};
    case TransactionType::transfer_out:
        return row.ticker.empty() ? negative(row.total_amount) : Decimal{};
    }
    return std::nullopt;
}

} // namespace

std::optional<Decimal> money_moved(model::Transaction const& row)
{
    return difference(amount_moved(row), row.fee);
}

bool is_deposit(model::Transaction const& row)
{
    auto const is_transfer = row.type == TransactionType::transfer_in || row.type == TransactionType::transfer_out;
    return row.type == TransactionType::deposit || row.type == TransactionType::withdrawal ||
           (is_transfer && row.ticker.empty());
}

std::optional<Date> kept_since(model::CashKeeping keeping, std::optional<Date> first_deposit)
{
    switch (keeping) {
    case model::CashKeeping::from_first_deposit:
        return first_deposit;
    case model::CashKeeping::always:
        return base::earliest_day;
    case model::CashKeeping::never:
        break;
    }
    return std::nullopt;
}

void CashLedger::add(model::Transaction const& row, Date day, Currency base_currency,
                     std::optional<Decimal> rate_to_base)
{
    auto const moved = money_moved(row);
    if (moved == Decimal{} && !is_deposit(row)) {
        return;
    }
    auto& of_day = m_days[day];
    // An amount that nobody knows need not have a currency.
    auto const currency = row.currency.is_none() ? base_currency : row.currency;
    add_to(of_day.moved.try_emplace(currency, Decimal{}).first->second, moved);
    if (row.ticker.empty()) {
        add_own(of_day.own, row, rate_to_base);
    }
    if (is_deposit(row)) {
        auto const deposited = converted(amount_moved(row), rate_to_base);
        add_to(of_day.deposited_base, deposited);
        add_to(of_day.own_transfers_base, row.counter_account_id ? deposited : Decimal{});
        m_first_deposit = std::min(m_first_deposit.value_or(day), day);
    } else {
        // What an exchange gives for what it takes is no flow where no money is kept.
        auto const paid = model::exchanges_money(row.type) ? negative(row.fee) : moved;
        add_to(of_day.paid_base, converted(paid, rate_to_base));
    }
}

void CashLedger::add(CashLedger const& other)
{
    for (auto const& [day, more] : other.m_days) {
        auto& of_day = m_days[day];
        add_moved(of_day.moved, more.moved);
        add_to(of_day.paid_base, more.paid_base);
        add_to(of_day.deposited_base, more.deposited_base);
        add_to(of_day.own_transfers_base, more.own_transfers_base);
        add_to(of_day.own.income, more.own.income);
        add_to(of_day.own.charges, more.own.charges);
    }
    if (other.m_first_deposit) {
        m_first_deposit = std::min(m_first_deposit.value_or(*other.m_first_deposit), *other.m_first_deposit);
    }
}

void CashLedger::add_own(Own& own, model::Transaction const& row, std::optional<Decimal> rate_to_base)
{
    add_to(own.charges, converted(row.fee, rate_to_base));
    if (is_deposit(row) || model::exchanges_money(row.type)) {
        return;
    }
    auto const amount = converted(amount_moved(row), rate_to_base);
    auto const is_income = row.type == TransactionType::dividend || row.type == TransactionType::interest;
    add_to(is_income ? own.income : own.charges, is_income ? amount : negative(amount));
}

std::vector<model::CashBalance> CashLedger::balances(std::int64_t account_id, Date since) const
{
    std::map<Currency, model::CashBalance> balances;
    for (auto at = m_days.lower_bound(since); at != m_days.end(); ++at) {
        for (auto const& [currency, amount] : at->second.moved) {
            auto& cash =
                balances.try_emplace(currency, model::CashBalance{account_id, currency, Decimal{}, {}}).first->second;
            add_to(cash.balance, amount);
            cash.last_day = at->first;
        }
    }
    std::vector<model::CashBalance> result;
    std::ranges::transform(balances, std::back_inserter(result), [](auto const& entry) { return entry.second; });
    return result;
}

void CashLedger::add_moved(Balances& balances, Balances const& moved)
{
    for (auto const& [currency, amount] : moved) {
        add_to(balances.try_emplace(currency, Decimal{}).first->second, amount);
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
    auto const since = m_ledger->kept_since();
    if (!since || day < *since) {
        m_flows = negative(moved.paid_base);
        return;
    }
    m_flows = moved.deposited_base;
    m_own_transfers = moved.own_transfers_base;
    add_moved(m_balances, moved.moved);
}

void CashLedger::Walk::go_to(Date day)
{
    m_flows = m_own_transfers = Decimal{};
    for (auto const end = m_ledger->m_days.end(); m_next != end && m_next->first <= day; ++m_next) {
        take(m_next->first, m_next->second);
        if (m_next->first != day) {
            m_flows = m_own_transfers = Decimal{};
        }
    }
}

} // namespace pf::valuation
