#include "pf/lots/rescale.hpp"

#include <utility>

namespace pf::lots {
namespace {

Decimal product(Decimal value, Decimal numerator, Decimal denominator)
{
    return money::scaled(value, numerator, denominator, Rounding::half_even);
}

void rescale_quantities(std::vector<OpenLot>& lots, Decimal numerator, Decimal denominator)
{
    Decimal before;
    Decimal after;
    for (auto& lot : lots) {
        auto const used = product(lot.quantity - lot.remaining, numerator, denominator);
        before += lot.remaining;
        auto const sum = product(before, numerator, denominator);
        lot.remaining = sum - after;
        after = sum;
        if (!lot.remaining.is_zero()) {
            lot.quantity = lot.remaining + used;
        }
    }
}

/// Cost of lots that vanish goes to the next lot that stays, after the last one to that.
Rescaled separated(std::vector<OpenLot>& lots)
{
    Rescaled result;
    Amounts homeless;
    for (auto& lot : lots) {
        if (lot.remaining.is_zero()) {
            homeless = homeless + std::exchange(lot.cost, {});
            result.vanished.push_back(lot);
        } else {
            lot.cost = lot.cost + std::exchange(homeless, {});
            result.open.push_back(lot);
        }
    }
    result.open.back().cost = result.open.back().cost + homeless;
    return result;
}

} // namespace

Rescaled rescaled(std::vector<OpenLot> lots, Decimal numerator, Decimal denominator)
{
    rescale_quantities(lots, numerator, denominator);
    return separated(lots);
}

} // namespace pf::lots
