#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/lots/book.hpp"

namespace pf::lots {

/// What comes in by this row cost: its total amount, with the fee unless fees stand apart. The fee of a TRANSFER_IN is
/// an expense, never cost.
[[nodiscard]] Amounts cost_of(Event const& event, Fees fees);

/// What this row brought: its total amount, less the fee unless fees stand apart. An EXPIRE brings nothing.
[[nodiscard]] Amounts proceeds_of(Event const& event, Fees fees);

/// The total amount as it is.
[[nodiscard]] Amounts amount_of(Event const& event);

/// The fee of a row, and the amount of a FEE that is paid in money; less that of a FEE_REFUND; in the position's
/// currency.
[[nodiscard]] std::optional<Decimal> fees_of(Event const& event);

} // namespace pf::lots
