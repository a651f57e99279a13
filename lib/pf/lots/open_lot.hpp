#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/model/lot.hpp"

#include <optional>

namespace pf::lots {

/// A lot while it is open: `model::Lot` without what all lots of a book share.
struct OpenLot {
    model::LotKey key;
    Timestamp purchase_date{};
    Decimal quantity;
    Decimal remaining;
    std::optional<Decimal> purchase_price;
    std::optional<Decimal> ranked_cost; ///< what `quantity` cost with the fee, wherever fees go: HIFO ranks by it
    Amounts total;                      ///< what `quantity` cost
    Amounts cost;                       ///< what `remaining` cost
};

/// Units that were taken out of a lot.
struct Part {
    OpenLot lot; ///< as it is afterwards
    Decimal quantity;
    Amounts cost;
};

[[nodiscard]] OpenLot open_lot(model::Lot const& lot);

/// Everything but the ticker.
void copy_to(model::Lot& target, OpenLot const& lot);

/// The order of purchase: by date; at one moment by price, cost and quantity, so that it depends neither on the order
/// of rows in a file nor on how far the lots are used; by key only where lots are alike in all this.
[[nodiscard]] bool bought_earlier(OpenLot const& left, OpenLot const& right);

/// A higher cost per unit, compared exactly; ties to the earlier purchase; unknown costs last.
[[nodiscard]] bool costs_more(OpenLot const& left, OpenLot const& right);

} // namespace pf::lots
