// Units that are sold without being held.
#include "pf/lots/account_book.hpp"
#include "pf/lots/cash.hpp"

#include <algorithm>
#include <utility>

namespace pf::lots {

Method& AccountBook::owed()
{
    if (!m_owed) {
        m_owed = make_method(m_kind);
    }
    return *m_owed;
}

/// Units are held or owed, never both.
Method& AccountBook::open_side()
{
    return m_position.quantity.is_negative() ? owed() : *m_method;
}

/// What comes in closes what is owed first.
void AccountBook::take_in(Event const& event, OpenLot lot, Sink& sink)
{
    if (m_position.quantity.is_negative() && lot.remaining.is_positive()) {
        cover(event, lot, sink);
    }
    add(lot);
}

/// \param lot  untouched; what closes owed units is taken out of it
void AccountBook::cover(Event const& event, OpenLot& lot, Sink& sink)
{
    auto const whole = lot.remaining;
    auto quantity = std::min(whole, -m_position.quantity);
    std::vector<Part> parts;
    owed().take(quantity, parts);
    m_position.quantity += quantity;
    close_used_lots(parts, sink);
    auto cost = take_share(lot.cost, quantity, whole);
    lot.remaining -= quantity;
    for (auto& part : parts) {
        auto const proceeds = std::exchange(part.cost, take_share(cost, part.quantity, quantity));
        quantity -= part.quantity;
        realize(event.transaction, part, proceeds, proceeds - part.cost, sink);
    }
    auto const fees = difference(lot.ranked_cost, lot.total.position);
    lot.quantity = lot.remaining;
    lot.total = lot.cost;
    lot.ranked_cost = fees ? sum(lot.total.position, money::scaled(*fees, lot.remaining, whole, Rounding::half_even))
                           : lot.total.position;
}

/// More than is held, and by more than dust.
bool AccountBook::opens_short(model::Transaction const& row) const
{
    auto const held = m_position.quantity;
    auto const excess = row.quantity - std::max(held, Decimal{});
    return m_allows_short && excess > (held.is_positive() ? m_options.dust : Decimal{});
}

/// Closes what is held; the rest is owed.
bool AccountBook::sell_short(Event const& event, Right const& right, Sink& sink)
{
    auto const wanted = event.transaction.quantity;
    auto const held = std::max(m_position.quantity, Decimal{});
    auto proceeds = proceeds_of(event, m_options.fees) - right.cost;
    auto ranked = proceeds_of(event, Fees::in_basis);
    ranked.position = difference(ranked.position, right.ranked);
    m_parts.clear();
    auto const picks = named_lots(event, sink);
    if (!picks) {
        return false;
    }
    if (held.is_positive()) {
        take_units(*picks, held);
        close_used_lots(m_parts, sink);
        dispose(event, take_share(proceeds, held, wanted), sink);
        static_cast<void>(take_share(ranked, held, wanted));
    }
    owe(event, wanted - held, proceeds, ranked.position);
    note(event);
    return true;
}

void AccountBook::owe(Event const& event, Decimal quantity, Amounts const& proceeds, std::optional<Decimal> ranked)
{
    auto const& row = event.transaction;
    OpenLot lot;
    lot.key = {row.account_id, row.id, 0};
    lot.purchase_date = row.date;
    lot.place = row.place;
    lot.quantity = lot.remaining = quantity;
    lot.total = lot.cost = proceeds;
    lot.ranked_cost = rank_of(ranked);
    lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    lot.side = model::Side::owed;
    lot.external_id = row.external_id;
    add(lot);
}

void AccountBook::expire(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    if (!m_position.quantity.is_negative()) {
        close_out(event, Right{}, sink);
        return;
    }
    if (row.quantity > -m_position.quantity) {
        return report(event, Oversell::Kind::units_missing, row.quantity, sink);
    }
    OpenLot nothing;
    nothing.quantity = nothing.remaining = row.quantity;
    nothing.total = nothing.cost = Amounts{} - proceeds_of(event, m_options.fees);
    nothing.ranked_cost = nothing.total.position;
    if (row.quantity.is_positive()) {
        cover(event, nothing, sink);
    }
    note(event);
}

Parcel AccountBook::assign(Event const& event, Sink& sink)
{
    auto parcel = empty_parcel(event.transaction);
    auto const quantity = event.transaction.quantity;
    auto const owed_units = std::max(-m_position.quantity, Decimal{});
    if (quantity > owed_units) {
        report(event, {Oversell::Kind::units_missing, quantity, owed_units, {}}, sink);
        parcel.refused = true;
        return parcel;
    }
    owed().take(quantity, parcel.parts);
    m_position.quantity += quantity;
    close_used_lots(parcel.parts, sink);
    Amounts cost;
    for (auto& part : parcel.parts) {
        part.cost = Amounts{} - part.cost;
        part.lot.total = Amounts{} - part.lot.total;
        part.lot.ranked_cost = difference(Decimal{}, part.lot.ranked_cost);
        cost = cost + part.cost;
    }
    report_movement(event, {0, 0, Movement::Direction::out, -quantity, cost.position, cost.base}, sink);
    note(event);
    return parcel;
}

} // namespace pf::lots
