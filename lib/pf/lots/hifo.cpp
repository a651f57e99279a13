#include "pf/lots/lot_by_lot.hpp"

namespace pf::lots {
namespace {

struct HighestCost {
    bool operator()(OpenLot const& left, OpenLot const& right) const { return costs_more(left, right); }
};

} // namespace

/// Highest cost per unit, fee included, first. A partly used lot keeps its rank, so the next sale returns to it.
std::unique_ptr<Method> make_hifo()
{
    return std::make_unique<LotByLot<HighestCost>>();
}

} // namespace pf::lots
