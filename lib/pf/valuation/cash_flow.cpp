#include "pf/valuation/cash_flow.hpp"

#include "pf/lots/cash.hpp"
#include "pf/valuation/amounts.hpp"

namespace pf::valuation {
namespace {

using model::TransactionType;

/// Income that is reinvested is spent again as soon as it is earned.
bool spends(model::Transaction const& row)
{
    return model::opens_lot(row.type) || row.type == TransactionType::notional_distribution ||
           (row.type == TransactionType::convert_in && row.total_amount);
}

bool receives(model::Transaction const& row)
{
    return row.type == TransactionType::sell || row.type == TransactionType::expire ||
           row.type == TransactionType::return_of_capital ||
           (row.type == TransactionType::convert_out && row.total_amount);
}

lots::Amounts total(lots::Amounts const& left, lots::Amounts const& right)
{
    return {sum(left.position, right.position), sum(left.base, right.base)};
}

lots::Amounts rest(lots::Amounts const& left, lots::Amounts const& right)
{
    return {difference(left.position, right.position), difference(left.base, right.base)};
}

} // namespace

void CashFlow::add(lots::Event const& event)
{
    auto const& row = event.transaction;
    if (row.counter_account_id) {
        return;
    }
    if (spends(row)) {
        m_received = rest(m_received, lots::cost_of(event, m_fees));
    } else if (receives(row)) {
        m_received = total(m_received, lots::proceeds_of(event, m_fees));
    }
}

void CashFlow::add(lots::Movement const& movement)
{
    lots::Amounts const cost{movement.cost, movement.cost_base};
    m_received = movement.direction == lots::Movement::Direction::in ? rest(m_received, cost) : total(m_received, cost);
}

std::optional<Decimal> CashFlow::gap(model::Position const& position) const
{
    return difference(sum(m_received.position, position.total_cost), position.realized_pl);
}

std::optional<Decimal> CashFlow::gap_base(model::Position const& position) const
{
    return difference(sum(m_received.base, position.total_cost_base), position.realized_pl_base);
}

} // namespace pf::valuation
