#include "pf/lots/recost.hpp"

namespace pf::lots {
namespace {

std::optional<Decimal> share_of(std::optional<Decimal> amount, Decimal share)
{
    return amount ? std::optional{money::multiply(*amount, share, Rounding::half_even)} : std::nullopt;
}

Amounts share_of(Amounts const& amounts, Decimal share)
{
    return {share_of(amounts.position, share), share_of(amounts.base, share)};
}

/// What all units of a lot cost, when what the remaining ones cost changes.
std::optional<Decimal> total_after(OpenLot const& lot, std::optional<Decimal> total, std::optional<Decimal> before,
                                   std::optional<Decimal> after)
{
    if (!total || !before || !after) {
        return std::nullopt;
    }
    if (before->is_zero()) {
        return *total + money::scaled(*after, lot.quantity, lot.remaining, Rounding::half_even);
    }
    return money::scaled(*total, *after, *before, Rounding::half_even);
}

/// Where fees stand apart, the rank has the fee, which does not change, on top of the cost.
std::optional<Decimal> rank_after(OpenLot const& lot, Amounts const& total)
{
    return sum(total.position, difference(lot.ranked_cost, lot.total.position));
}

void set_cost(OpenLot& lot, Amounts const& cost)
{
    Amounts const total{total_after(lot, lot.total.position, lot.cost.position, cost.position),
                        total_after(lot, lot.total.base, lot.cost.base, cost.base)};
    lot.ranked_cost = rank_after(lot, total);
    lot.total = total;
    lot.cost = cost;
}

struct Reduced {
    std::optional<Decimal> left;
    std::optional<Decimal> excess;
};

Reduced reduced(std::optional<Decimal> cost, std::optional<Decimal> amount)
{
    auto const rest = difference(cost, amount);
    if (!rest) {
        return {};
    }
    return rest->is_negative() ? Reduced{Decimal{}, -*rest} : Reduced{rest, Decimal{}};
}

struct ReducedAmounts {
    Amounts left;
    Amounts excess;
};

ReducedAmounts reduced(Amounts const& cost, Amounts const& amount)
{
    auto const position = reduced(cost.position, amount.position);
    auto const base = reduced(cost.base, amount.base);
    return {{position.left, base.left}, {position.excess, base.excess}};
}

Decimal units_of(std::vector<OpenLot> const& lots)
{
    Decimal units;
    for (auto const& lot : lots) {
        units += lot.remaining;
    }
    return units;
}

/// One amount, lot by lot, pro rata to units.
class Shares {
public:
    Shares(Amounts amount, Decimal units) : m_amount(amount), m_units(units) {}

    Amounts next(OpenLot const& lot)
    {
        auto const share = take_share(m_amount, lot.remaining, m_units);
        m_units -= lot.remaining;
        return share;
    }

private:
    Amounts m_amount;
    Decimal m_units;
};

std::vector<Amounts> lower_pool(std::vector<OpenLot>& lots, Amounts const& amount)
{
    Amounts pool;
    for (auto const& lot : lots) {
        pool = pool + lot.cost;
    }
    auto const result = reduced(pool, amount);
    Shares left{result.left, units_of(lots)};
    Shares excess{result.excess, units_of(lots)};
    std::vector<Amounts> excesses;
    for (auto& lot : lots) {
        set_cost(lot, left.next(lot));
        excesses.push_back(excess.next(lot));
    }
    return excesses;
}

} // namespace

std::vector<Part> split_off_cost(std::vector<OpenLot>& lots, Decimal share)
{
    std::vector<Part> parts;
    for (auto& lot : lots) {
        Part part{lot, lot.remaining, share_of(lot.cost, share)};
        part.lot.total = share_of(lot.total, share);
        part.lot.ranked_cost = share_of(lot.ranked_cost, share);
        lot.cost = lot.cost - part.cost;
        lot.total = lot.total - part.lot.total;
        lot.ranked_cost = difference(lot.ranked_cost, part.lot.ranked_cost);
        parts.push_back(part);
    }
    return parts;
}

std::vector<Part> split_parts(std::vector<Part>& parts, Decimal share)
{
    std::vector<Part> taken;
    for (auto& part : parts) {
        Part const half{part.lot, money::multiply(part.quantity, share, Rounding::half_even),
                        share_of(part.cost, share)};
        part.quantity -= half.quantity;
        part.cost = part.cost - half.cost;
        taken.push_back(half);
    }
    return taken;
}

std::vector<Amounts> lower_cost(std::vector<OpenLot>& lots, Amounts amount, bool is_pooled)
{
    if (is_pooled) {
        return lower_pool(lots, amount);
    }
    Shares shares{amount, units_of(lots)};
    std::vector<Amounts> excesses;
    for (auto& lot : lots) {
        auto const result = reduced(lot.cost, shares.next(lot));
        set_cost(lot, result.left);
        excesses.push_back(result.excess);
    }
    return excesses;
}

void raise_cost(std::vector<OpenLot>& lots, Amounts amount)
{
    Shares shares{amount, units_of(lots)};
    for (auto& lot : lots) {
        set_cost(lot, lot.cost + shares.next(lot));
    }
}

} // namespace pf::lots
