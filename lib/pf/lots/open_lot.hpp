#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/model/lot.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::lots {

/// A lot while it is open: `model::Lot` without what all lots of a book share.
struct OpenLot {
    model::LotKey key;
    Timestamp purchase_date{};
    std::int64_t place = 0; ///< among the rows of that moment
    Decimal quantity;
    Decimal remaining;
    std::optional<Decimal> purchase_price;
    std::optional<Decimal> ranked_cost; ///< what `quantity` cost with the fee, wherever fees go, for HIFO and LOFO
    Amounts total;                      ///< what `quantity` cost
    Amounts cost;                       ///< what `remaining` cost
    model::Side side = model::Side::held;
    std::string external_id; ///< of the row that brought it into the account
};

/// Units that were taken out of a lot.
struct Part {
    OpenLot lot; ///< as it is afterwards
    Decimal quantity;
    Amounts cost;
};

[[nodiscard]] Amounts total_cost(std::vector<Part> const& parts);
[[nodiscard]] Decimal total_quantity(std::vector<Part> const& parts);

/// Parts of the same lot become one, in the place of the first.
void unite(std::vector<Part>& parts);

/// What HIFO and LOFO rank by: what a short sale brought may be less than nothing, after a fee.
[[nodiscard]] std::optional<Decimal> rank_of(std::optional<Decimal> cost);

[[nodiscard]] OpenLot open_lot(model::Lot const& lot);

/// Everything but the ticker.
void copy_to(model::Lot& target, OpenLot const& lot);

/// The order of purchase: by date; at one moment by the places that the source tells; where it tells none by price,
/// cost, quantity and id, so that it depends neither on the order of rows in a file nor on how far the lots are used;
/// by key only where lots are alike in all this.
[[nodiscard]] bool bought_earlier(OpenLot const& left, OpenLot const& right);

/// A higher cost per unit, compared exactly; ties to the earlier purchase; unknown costs last.
[[nodiscard]] bool costs_more(OpenLot const& left, OpenLot const& right);

/// A lower cost per unit, compared exactly; ties to the earlier purchase; unknown costs last.
[[nodiscard]] bool costs_less(OpenLot const& left, OpenLot const& right);

} // namespace pf::lots
