#include "pf/lots/cash.hpp"

namespace pf::lots {
namespace {

Amounts in_both_currencies(std::optional<Decimal> amount, Event const& event)
{
    return {converted(amount, event.rate_to_position), converted(amount, event.rate_to_base)};
}

Decimal fee_in_amount(Event const& event, Fees fees)
{
    return fees == Fees::in_basis ? event.transaction.fee : Decimal{};
}

} // namespace

Amounts cost_of(Event const& event, Fees fees)
{
    bool const is_transfer = event.transaction.type == model::TransactionType::transfer_in;
    auto const fee = is_transfer ? Decimal{} : fee_in_amount(event, fees);
    return in_both_currencies(sum(event.transaction.total_amount, fee), event);
}

Amounts proceeds_of(Event const& event, Fees fees)
{
    bool const is_worthless = event.transaction.type == model::TransactionType::expire;
    auto const amount = is_worthless ? Decimal{} : event.transaction.total_amount;
    return in_both_currencies(difference(amount, fee_in_amount(event, fees)), event);
}

Amounts amount_of(Event const& event)
{
    return in_both_currencies(event.transaction.total_amount, event);
}

std::optional<Decimal> fees_of(Event const& event)
{
    auto const& row = event.transaction;
    std::optional<Decimal> fees = row.fee;
    if (row.type == model::TransactionType::fee && row.quantity.is_zero()) {
        add_to(fees, row.total_amount);
    } else if (row.type == model::TransactionType::fee_refund) {
        fees = difference(fees, row.total_amount);
    }
    return converted(fees, event.rate_to_position);
}

} // namespace pf::lots
