#include "pf/lots/lot_by_lot.hpp"

namespace pf::lots {
namespace {

struct LastBought {
    bool operator()(OpenLot const& left, OpenLot const& right) const { return bought_earlier(right, left); }
};

} // namespace

/// Last in, first out: the reverse of FIFO, also among lots bought at one moment.
std::unique_ptr<Method> make_lifo()
{
    return std::make_unique<LotByLot<LastBought>>();
}

} // namespace pf::lots
