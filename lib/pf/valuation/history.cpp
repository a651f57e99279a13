#include "pf/valuation/history.hpp"

#include "pf/lots/cash.hpp"
#include "pf/valuation/amounts.hpp"

namespace pf::valuation {
namespace {

using model::TransactionType;

} // namespace

void UnitsMoved::add(Decimal quantity, std::optional<Decimal> cost)
{
    units += quantity;
    add_to(cost_base, cost);
}

void InstrumentMoves::add(lots::Event const& event, std::optional<lots::Movement> const& movement, Decimal held)
{
    auto const type = event.transaction.type;
    if (type == TransactionType::transfer_in || type == TransactionType::transfer_out) {
        add_units(event, movement);
    } else if (!event.transaction.counter_ticker.empty()) {
        add_conversion(event, movement);
    } else if (type == TransactionType::split) {
        split(event.transaction, held);
    }
    add_money(event);
}

void InstrumentMoves::add_money(lots::Event const& event)
{
    auto const& row = event.transaction;
    auto const fee = valuation::converted(row.fee, event.rate_to_base);
    switch (row.type) {
    case TransactionType::buy:
        add_to(m_trade_fees, fee);
        return add_to(m_flows.purchases, lots::cost_of(event, lots::Fees::in_basis).base);
    case TransactionType::sell:
    case TransactionType::expire:
    case TransactionType::return_of_capital:
        add_to(m_trade_fees, fee);
        return add_to(m_flows.sales, lots::proceeds_of(event, lots::Fees::in_basis).base);
    case TransactionType::convert_out:
    case TransactionType::convert_in:
        return row.total_amount ? add_paid_conversion(event) : add_to(m_flows.charges, fee);
    case TransactionType::dividend:
    case TransactionType::interest:
        add_to(m_flows.income, lots::amount_of(event).base);
        return add_to(m_flows.charges, fee);
    case TransactionType::fee: // with a quantity it is paid in units, and its amount only says what they were worth
        if (!row.quantity.is_zero()) {
            return add_to(m_flows.charges, fee);
        }
        [[fallthrough]];
    case TransactionType::tax:
        add_to(m_flows.charges, lots::amount_of(event).base);
        return add_to(m_flows.charges, fee);
    case TransactionType::tax_refund:
    case TransactionType::fee_refund:
        add_to(m_flows.charges, difference(fee, lots::amount_of(event).base));
        return;
    case TransactionType::deposit:
    case TransactionType::withdrawal:
    case TransactionType::staking:
    case TransactionType::airdrop:
    case TransactionType::mining:
    case TransactionType::transfer_in:
    case TransactionType::transfer_out:
    case TransactionType::split:
    case TransactionType::exchange_out:
    case TransactionType::exchange_in:
    case TransactionType::notional_distribution: // earned and invested inside the fund: nothing moves
        return add_to(m_flows.charges, fee);
    }
}

/// Money beside the units: received for a part of them, or paid to exercise a right.
void InstrumentMoves::add_paid_conversion(lots::Event const& event)
{
    add_to(m_trade_fees, valuation::converted(event.transaction.fee, event.rate_to_base));
    if (event.transaction.type == TransactionType::convert_out) {
        add_to(m_flows.sales, lots::proceeds_of(event, lots::Fees::in_basis).base);
    } else {
        add_to(m_flows.purchases, lots::cost_of(event, lots::Fees::in_basis).base);
    }
}

void InstrumentMoves::add_conversion(lots::Event const& event, std::optional<lots::Movement> const& movement)
{
    if (!movement) {
        return;
    }
    auto const& row = event.transaction;
    auto& converted = m_converted.emplace_back();
    converted.other = row.counter_ticker;
    bool const is_sold = row.type == TransactionType::sell; // by a right: units go, and money comes
    converted.came = is_sold || row.type == TransactionType::convert_in;
    if (is_sold) {
        converted.moved.add(-row.quantity, movement->cost_base);
        converted.paid_base = difference(Decimal{}, lots::proceeds_of(event, lots::Fees::in_basis).base);
    } else if (converted.came) {
        converted.moved.add(movement->quantity, movement->cost_base);
        converted.paid_base =
            row.total_amount ? lots::cost_of(event, lots::Fees::in_basis).base : std::optional{Decimal{}};
    }
}

void InstrumentMoves::add_units(lots::Event const& event, std::optional<lots::Movement> const& movement)
{
    auto const is_own = event.transaction.counter_account_id.has_value();
    auto& moved = is_own ? m_with_own_accounts : m_with_outside;
    if (!movement) {
        if (!is_own) { // from outside: the book takes it for a purchase
            moved.add(event.transaction.quantity, lots::cost_of(event, lots::Fees::in_basis).base);
        }
    } else if (movement->direction == lots::Movement::Direction::in) {
        moved.add(movement->quantity, movement->cost_base);
    } else {
        moved.add(-movement->quantity, difference(Decimal{}, movement->cost_base));
    }
}

/// Units that moved earlier on the day of a split count in the units that the day's price is for.
void InstrumentMoves::split(model::Transaction const& row, Decimal held)
{
    auto const has_ratio = row.split_numerator > 0 && row.split_denominator > 0;
    auto const numerator = has_ratio ? Decimal{row.split_numerator} : held;
    auto const denominator = has_ratio ? Decimal{row.split_denominator} : held - row.quantity;
    auto const rescale = [&](UnitsMoved& moved) {
        if (!moved.units.is_zero() && !denominator.is_zero()) {
            moved.units = money::scaled(moved.units, numerator, denominator, Rounding::half_even);
        }
    };
    rescale(m_with_outside);
    rescale(m_with_own_accounts);
    for (auto& converted : m_converted) {
        rescale(converted.moved);
    }
}

} // namespace pf::valuation
