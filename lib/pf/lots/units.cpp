#include "pf/lots/units.hpp"

#include "pf/money/rounding.hpp"

namespace pf::lots {

using money::Rounding;

bool moves_units(model::Transaction const& row)
{
    return !row.ticker.empty() && (!row.quantity.is_zero() || row.type == model::TransactionType::split);
}

Decimal units_after(Decimal held, model::Transaction const& row)
{
    if (!moves_units(row)) {
        return held;
    }
    if (row.split_numerator != 0) {
        return money::scaled(held, Decimal(row.split_numerator), Decimal(row.split_denominator), Rounding::half_even);
    }
    if (row.type == model::TransactionType::expire && held.is_negative()) {
        return held + row.quantity;
    }
    if (model::reduces_lots(row.type) || row.type == model::TransactionType::convert_out) {
        return held - row.quantity;
    }
    bool const comes_in = model::opens_lot(row.type) || row.type == model::TransactionType::split ||
                          row.type == model::TransactionType::convert_in;
    return comes_in ? held + row.quantity : held;
}

} // namespace pf::lots
