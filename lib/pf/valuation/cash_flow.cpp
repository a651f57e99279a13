#include "pf/valuation/cash_flow.hpp"

#include "pf/lots/cash.hpp"

namespace pf::valuation {

void CashFlow::add(lots::Event const& event)
{
    auto const& row = event.transaction;
    if (row.counter_account_id) {
        return;
    }
    if (model::opens_lot(row.type)) {
        m_received = m_received - lots::cost_of(event, m_fees);
    } else if (row.type == model::TransactionType::sell) {
        m_received = m_received + lots::proceeds_of(event, m_fees);
    }
}

void CashFlow::add(lots::Movement const& movement)
{
    lots::Amounts const cost{movement.cost, movement.cost_base};
    m_received = movement.direction == lots::Movement::Direction::in ? m_received - cost : m_received + cost;
}

std::optional<Decimal> CashFlow::gap(model::Position const& position) const
{
    return lots::difference(lots::sum(m_received.position, position.total_cost), position.realized_pl);
}

std::optional<Decimal> CashFlow::gap_base(model::Position const& position) const
{
    return lots::difference(lots::sum(m_received.base, position.total_cost_base), position.realized_pl_base);
}

} // namespace pf::valuation
