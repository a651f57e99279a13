#include "pf/tax/shelf.hpp"

namespace pf::tax {

Shelf::Shelf(model::BookingMethod method) : m_held(lots::make_method(method)), m_owed(lots::make_method(method)) {}

void Shelf::add(lots::OpenLot const& lot)
{
    if (!lot.remaining.is_positive()) {
        return;
    }
    bool const is_held = lot.side == model::Side::held;
    (is_held ? *m_held : *m_owed).add(lot);
    m_units += is_held ? lot.remaining : -lot.remaining;
}

void Shelf::add_to_pool(lots::OpenLot lot)
{
    lot.quantity = lot.remaining = Decimal{};
    m_held->add(lot);
}

std::vector<lots::Part> Shelf::take(Decimal units)
{
    std::vector<lots::Part> parts;
    if (units.is_positive()) {
        m_held->take(units, parts);
        m_units -= units;
    }
    std::erase_if(parts, [](lots::Part const& part) { return part.quantity.is_zero(); });
    return parts;
}

lots::Part Shelf::take_from(model::LotKey const& lot, Decimal units)
{
    std::vector<lots::Part> parts;
    m_held->take_from(lot, units, parts);
    m_units -= units;
    return parts.front();
}

std::vector<lots::Part> Shelf::take_owed(Decimal units)
{
    std::vector<lots::Part> parts;
    m_owed->take(units, parts);
    m_units += units;
    return parts;
}

std::vector<lots::OpenLot> Shelf::lots() const
{
    return side().lots();
}

void Shelf::replace(std::vector<lots::OpenLot> const& lots)
{
    side().clear();
    m_units = Decimal{};
    for (auto const& lot : lots) {
        add(lot);
    }
}

} // namespace pf::tax
