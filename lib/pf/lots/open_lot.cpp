#include "pf/lots/open_lot.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace pf::lots {
namespace {

using money::Uint128;

struct Uint256 {
    Uint128 high = 0;
    Uint128 low = 0;

    friend auto operator<=>(Uint256 const&, Uint256 const&) = default;
};

/// \param left, right  not negative
Uint256 exact_product(Decimal left, Decimal right)
{
    constexpr auto low_half = static_cast<Uint128>(UINT64_MAX);
    auto const a = static_cast<Uint128>(left.units());
    auto const b = static_cast<Uint128>(right.units());
    Uint128 const low = (a & low_half) * (b & low_half);
    Uint128 const first_cross = (a >> 64) * (b & low_half) + (low >> 64);
    Uint128 const second_cross = (a & low_half) * (b >> 64) + (first_cross & low_half);
    return {(a >> 64) * (b >> 64) + (first_cross >> 64) + (second_cross >> 64),
            (second_cross << 64) | (low & low_half)};
}

std::strong_ordering by_unit_cost(OpenLot const& left, OpenLot const& right)
{
    return exact_product(*left.ranked_cost, right.quantity) <=> exact_product(*right.ranked_cost, left.quantity);
}

/// \param first  how the cost per unit of what comes first compares with the other's
bool is_before(OpenLot const& left, OpenLot const& right, std::strong_ordering first)
{
    if (left.ranked_cost.has_value() != right.ranked_cost.has_value()) {
        return left.ranked_cost.has_value();
    }
    if (left.ranked_cost) {
        if (auto const order = by_unit_cost(left, right); order != 0) {
            return order == first;
        }
    }
    return bought_earlier(left, right);
}

} // namespace

Amounts total_cost(std::vector<Part> const& parts)
{
    Amounts total;
    for (auto const& part : parts) {
        total = total + part.cost;
    }
    return total;
}

Decimal total_quantity(std::vector<Part> const& parts)
{
    Decimal total;
    for (auto const& part : parts) {
        total += part.quantity;
    }
    return total;
}

void unite(std::vector<Part>& parts)
{
    std::vector<Part> united;
    std::map<model::LotKey, std::size_t> places;
    for (auto& part : parts) {
        auto const [place, is_new] = places.try_emplace(part.lot.key, united.size());
        if (is_new) {
            united.push_back(std::move(part));
        } else {
            auto& same = united[place->second];
            same.lot = std::move(part.lot);
            same.quantity += part.quantity;
            same.cost = same.cost + part.cost;
        }
    }
    parts = std::move(united);
}

std::optional<Decimal> rank_of(std::optional<Decimal> cost)
{
    return cost ? std::optional{std::max(*cost, Decimal{})} : cost;
}

OpenLot open_lot(model::Lot const& lot)
{
    OpenLot result;
    result.key = lot.key;
    result.purchase_date = lot.purchase_date;
    result.place = lot.place;
    result.quantity = lot.quantity;
    result.remaining = lot.remaining_quantity;
    result.purchase_price = lot.purchase_price;
    result.ranked_cost = rank_of(lot.total_cost);
    result.side = lot.side;
    result.external_id = lot.external_id;
    result.total = {lot.total_cost, lot.total_cost_base};
    result.cost = {lot.remaining_cost, lot.remaining_cost_base};
    return result;
}

void copy_to(model::Lot& target, OpenLot const& lot)
{
    target.key = lot.key;
    target.purchase_date = lot.purchase_date;
    target.place = lot.place;
    target.quantity = lot.quantity;
    target.remaining_quantity = lot.remaining;
    target.purchase_price = lot.purchase_price;
    target.total_cost = lot.total.position;
    target.total_cost_base = lot.total.base;
    target.remaining_cost = lot.cost.position;
    target.remaining_cost_base = lot.cost.base;
    target.side = lot.side;
    target.external_id = lot.external_id;
}

bool bought_earlier(OpenLot const& left, OpenLot const& right)
{
    if (left.purchase_date != right.purchase_date) {
        return left.purchase_date < right.purchase_date;
    }
    auto const content = [](OpenLot const& lot) {
        return std::tie(lot.place, lot.purchase_price, lot.total.position, lot.total.base, lot.quantity,
                        lot.external_id, lot.key);
    };
    return content(left) < content(right);
}

bool costs_more(OpenLot const& left, OpenLot const& right)
{
    return is_before(left, right, std::strong_ordering::greater);
}

bool costs_less(OpenLot const& left, OpenLot const& right)
{
    return is_before(left, right, std::strong_ordering::less);
}

} // namespace pf::lots
