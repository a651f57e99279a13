#include "pf/lots/lot_by_lot.hpp"

namespace pf::lots {
namespace {

struct LowestCost {
    bool operator()(OpenLot const& left, OpenLot const& right) const { return costs_less(left, right); }
};

} // namespace

/// Lowest cost per unit, fee included, first. A partly used lot keeps its rank, so the next sale returns to it.
std::unique_ptr<Method> make_lofo()
{
    return std::make_unique<LotByLot<LowestCost>>();
}

} // namespace pf::lots
