#include "pf/lots/lot_by_lot.hpp"

namespace pf::lots {
namespace {

struct FirstBought {
    bool operator()(OpenLot const& left, OpenLot const& right) const { return bought_earlier(left, right); }
};

} // namespace

/// First in, first out, by the original purchase: a lot that a transfer brought stands where it was bought.
std::unique_ptr<Method> make_fifo()
{
    return std::make_unique<LotByLot<FirstBought>>();
}

} // namespace pf::lots
