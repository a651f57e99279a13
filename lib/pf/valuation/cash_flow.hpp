#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/lots/book.hpp"
#include "pf/model/position.hpp"

#include <optional>

namespace pf::valuation {

/// What was spent on an instrument and received for it in one account, taken from the transactions, not from lots: the
/// one side of the cash identity *sale proceeds − purchases + market value = realized + unrealized*. Units that move at
/// cost count at cost, on the side they come from or go to.
class CashFlow {
public:
    explicit CashFlow(lots::Fees fees = lots::Fees::in_basis) : m_fees(fees) {}

    /// A row that was booked.
    void add(lots::Event const& event);
    void add(lots::Movement const& movement);

    /// Received − spent, in the position's currency and in the base currency.
    [[nodiscard]] lots::Amounts received() const { return m_received; }

    /// By how much the identity is missed at this market value, in the position's currency: zero when it holds, nothing
    /// when an amount is unknown. As unrealized is market value − cost, the market value does not change the answer.
    [[nodiscard]] std::optional<Decimal> gap(model::Position const& position) const;
    [[nodiscard]] std::optional<Decimal> gap_base(model::Position const& position) const;

private:
    lots::Fees m_fees;
    lots::Amounts m_received;
};

} // namespace pf::valuation
