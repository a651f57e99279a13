#include "pf/valuation/payments.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"

namespace pf::valuation {
namespace {

using model::TransactionType;

std::optional<PaymentKind> income_kind(TransactionType type)
{
    switch (type) {
    case TransactionType::dividend:
        return PaymentKind::dividend;
    case TransactionType::interest:
        return PaymentKind::interest;
    case TransactionType::staking:
    case TransactionType::mining:
    case TransactionType::airdrop:
        return PaymentKind::reward;
    default:
        return std::nullopt;
    }
}

/// Where only units and their price are known, they tell it.
std::optional<Decimal> worth_of(model::Transaction const& row)
{
    if (row.total_amount || !row.price || row.quantity.is_zero()) {
        return row.total_amount;
    }
    return money::multiply(row.quantity, *row.price, Rounding::half_even);
}

std::optional<Decimal> signed_tax(model::Transaction const& row)
{
    return row.type == TransactionType::tax ? row.total_amount : difference(Decimal{}, row.total_amount);
}

PaidAmount paid(BookedRow const& booked, PaymentKind kind, std::optional<Decimal> amount)
{
    auto const& row = booked.row;
    bool const has_currency = !row.currency.is_none();
    return {row.account_id,
            booked.day,
            row.ticker,
            has_currency ? row.currency : booked.base_currency,
            kind,
            amount,
            has_currency ? booked.rate_to_base : Decimal{1}};
}

} // namespace

void visit_costs(BookedRow const& booked, PaymentReceiver const& receiver)
{
    auto const& row = booked.row;
    if (!row.fee.is_zero()) {
        receiver(paid(booked, PaymentKind::trade_fee, row.fee));
    }
    if (row.type == TransactionType::fee) {
        receiver(paid(booked, PaymentKind::fee, worth_of(row)));
    } else if (row.type == TransactionType::fee_refund) {
        receiver(paid(booked, PaymentKind::fee, difference(Decimal{}, row.total_amount)));
    } else if (is_tax(row.type)) {
        receiver(paid(booked, PaymentKind::tax, signed_tax(row)));
    }
}

void IncomeFinder::add(BookedRow const& booked)
{
    auto const& row = booked.row;
    bool const is_trade = row.type == TransactionType::buy || row.type == TransactionType::sell;
    // The day of a transfer is that of the other account: it must not end this one's.
    if (!is_income(row.type) && !is_trade && !is_tax(row.type)) {
        return;
    }
    if (row.account_id != m_account_id || booked.day != m_day) {
        finish();
        m_account_id = row.account_id;
        m_day = booked.day;
    }
    m_withholding.note(row, booked.day);
    if (auto const kind = income_kind(row.type)) {
        m_receiver(paid(booked, *kind, worth_of(row)));
    } else if (is_tax(row.type)) {
        m_taxes.push_back(paid(booked, PaymentKind::withheld, signed_tax(row)));
    }
}

void IncomeFinder::finish()
{
    for (auto const& tax : m_taxes) {
        if (m_withholding.has(tax.account_id, tax.ticker, tax.day)) {
            m_receiver(tax);
        }
    }
    m_taxes.clear();
    m_withholding.clear();
}

} // namespace pf::valuation
