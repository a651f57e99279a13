#pragma once

#include "pf/model/transaction.hpp"
#include "pf/money/decimal.hpp"

namespace pf::lots {

/// Does the row change how many units of its instrument are held?
[[nodiscard]] bool moves_units(model::Transaction const& row);

/// What is held of an instrument after a row of it. \param held  before
[[nodiscard]] Decimal units_after(Decimal held, model::Transaction const& row);

} // namespace pf::lots
