// Lots that a sale names.
#include "pf/base/error.hpp"
#include "pf/lots/account_book.hpp"
#include "pf/model/named_lot.hpp"

#include <algorithm>

namespace pf::lots {
namespace {

/// The importer has read it before.
std::vector<model::NamedLot> names_of(model::Transaction const& row)
{
    auto names = model::parse_named_lots(row.lots);
    if (!names || model::total_quantity(*names) > row.quantity) {
        throw Error{ExitCode::bad_data, "transaction " + std::to_string(row.id) + " of account " +
                                            std::to_string(row.account_id) + ", " + row.ticker +
                                            ", names lots that it cannot sell: " + row.lots};
    }
    return *names;
}

/// Some lots are left, and not all of them go.
bool leaves_a_choice(std::vector<OpenLot> const& lots, Decimal quantity)
{
    Decimal left;
    for (auto const& lot : lots) {
        left += lot.remaining;
    }
    auto const is_left = [](OpenLot const& lot) { return lot.remaining.is_positive(); };
    return quantity.is_positive() && quantity < left && std::ranges::count_if(lots, is_left) > 1;
}

} // namespace

bool AccountBook::is_named(OpenLot const& lot, model::NamedLot const& name) const
{
    return name.day ? m_zone.day_of(lot.purchase_date) == *name.day : lot.external_id == name.external_id;
}

/// Takes the units out of the copies, the earliest purchase first. \return  how many are not there
Decimal AccountBook::pick(model::NamedLot const& name, std::vector<OpenLot>& lots, std::vector<Pick>& picks) const
{
    auto missing = name.quantity;
    for (auto& lot : lots) {
        if (is_named(lot, name)) {
            auto const units = std::min(missing, lot.remaining);
            missing -= units;
            lot.remaining -= units;
            if (units.is_positive()) {
                picks.push_back({lot.key, units});
            }
        }
    }
    return missing;
}

std::optional<std::vector<AccountBook::Pick>> AccountBook::named_lots(Event const& event, Sink& sink) const
{
    auto const& row = event.transaction;
    std::vector<Pick> picks;
    bool const must_name = m_kind == model::BookingMethod::specific && row.type == model::TransactionType::sell;
    if (row.lots.empty() && !must_name) {
        return picks;
    }
    auto lots = m_method->lots();
    auto const names = names_of(row);
    for (auto const& name : names) {
        auto const missing = pick(name, lots, picks);
        if (missing.is_positive()) {
            report(event, {Oversell::Kind::lot_missing, name.quantity, name.quantity - missing, name_of(name)}, sink);
            return std::nullopt;
        }
    }
    auto const rest = row.quantity - model::total_quantity(names);
    if (must_name && leaves_a_choice(lots, rest)) {
        report(event, {Oversell::Kind::lots_unnamed, rest, m_position.quantity, {}}, sink);
        return std::nullopt;
    }
    return picks;
}

/// Puts units that are held into m_parts: those of the picked lots, then by the account's method.
void AccountBook::take_units(std::vector<Pick> const& picks, Decimal quantity)
{
    m_position.quantity -= quantity;
    for (auto const& one : picks) {
        m_method->take_from(one.lot, one.quantity, m_parts);
        quantity -= one.quantity;
    }
    if (quantity.is_positive()) {
        m_method->take(quantity, m_parts);
    }
    if (!picks.empty()) {
        unite(m_parts);
    }
}

} // namespace pf::lots
