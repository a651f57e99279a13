// Units that leave an account or an instrument at their cost, and arrive in another.
#include "pf/base/error.hpp"
#include "pf/lots/account_book.hpp"
#include "pf/lots/cash.hpp"
#include "pf/lots/recost.hpp"
#include "pf/lots/rescale.hpp"

#include <utility>

namespace pf::lots {
namespace {

Amounts total_cost(std::vector<OpenLot> const& lots)
{
    Amounts total;
    for (auto const& lot : lots) {
        total = total + lot.cost;
    }
    return total;
}

/// Units of another instrument, that each of the lots becomes its part of; their cost stays.
/// \param quantity  positive
std::vector<OpenLot> converted(std::vector<OpenLot> lots, Decimal quantity)
{
    Decimal before;
    for (auto const& lot : lots) {
        before += lot.remaining;
    }
    if (before.is_zero()) { // shares of the smallest units: as good as any
        lots.front().quantity = lots.front().remaining = before = Decimal{1};
    }
    auto result = rescaled(std::move(lots), quantity, before).open;
    for (auto& lot : result) {
        auto const fees = difference(lot.ranked_cost, lot.total.position);
        lot.total = lot.cost;
        lot.ranked_cost = sum(lot.total.position, fees);
        lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    }
    return result;
}

} // namespace

void AccountBook::pay_in_asset(Event const& event, Sink& sink)
{
    if (take(event, sink)) {
        close_used_lots(m_parts, sink);
        dispose(event, std::nullopt, sink);
        report_movement(event, Movement::Direction::out, sink);
    }
}

void AccountBook::report_movement(Event const& event, Movement::Direction direction, Sink& sink) const
{
    auto const cost = total_cost(m_parts);
    report_movement(event, {0, 0, direction, total_quantity(m_parts), cost.position, cost.base}, sink);
}

void AccountBook::report_movement(Event const& event, Movement const& movement, Sink& sink) const
{
    sink.moved({event.transaction.account_id, event.transaction.id, movement.direction, movement.quantity,
                movement.cost, movement.cost_base});
}

void AccountBook::transfer_away(Event const& event, Sink& sink)
{
    if (take(event, sink)) {
        close_used_lots(m_parts, sink);
        report_movement(event, Movement::Direction::out, sink);
    }
}

Parcel AccountBook::dispatch(Event const& event, Sink& sink)
{
    auto parcel = empty_parcel(event.transaction);
    if (!take(event, sink)) {
        parcel.refused = true;
        return parcel;
    }
    close_used_lots(m_parts, sink);
    report_movement(event, Movement::Direction::out, sink);
    parcel.parts = m_parts;
    return parcel;
}

Parcel AccountBook::empty_parcel(model::Transaction const& row) const
{
    Parcel parcel;
    parcel.from = row.account_id;
    parcel.to = row.counter_account_id.value_or(row.account_id);
    parcel.from_ticker = row.ticker;
    parcel.to_ticker = row.counter_ticker.empty() ? row.ticker : row.counter_ticker;
    parcel.quantity = row.quantity;
    parcel.currency = currency();
    parcel.base_currency = m_base_currency;
    return parcel;
}

Parcel AccountBook::refused_parcel(model::Transaction const& row) const
{
    auto parcel = empty_parcel(row);
    parcel.refused = true;
    return parcel;
}

/// Puts the share of all lots' cost that the row takes into m_parts; the units stay.
/// \return  whether there was anything to take from
bool AccountBook::take_cost(Event const& event, Sink& sink)
{
    m_parts.clear();
    if (!m_position.quantity.is_positive()) {
        report(event, Oversell::Kind::cost_of_nothing, Decimal{}, sink);
        return false;
    }
    auto lots = m_method->lots();
    m_parts = split_off_cost(lots, event.transaction.cost_share.value_or(Decimal{}));
    replace_lots(lots);
    note(event);
    return true;
}

Parcel AccountBook::convert_away(Event const& event, Sink& sink)
{
    auto parcel = empty_parcel(event.transaction);
    bool const takes_units = event.transaction.quantity.is_positive();
    parcel.refused = !(takes_units ? take(event, sink) : take_cost(event, sink));
    if (parcel.refused) {
        return parcel;
    }
    if (takes_units) {
        close_used_lots(m_parts, sink);
        sell_rest(event, sink);
    }
    auto const cost = total_cost(m_parts);
    auto const units = takes_units ? total_quantity(m_parts) : Decimal{};
    report_movement(event, {0, 0, Movement::Direction::out, units, cost.position, cost.base}, sink);
    parcel.parts = m_parts;
    return parcel;
}

/// Where money comes beside the new units, it pays for a part of each lot. Leaves in m_parts what is converted.
void AccountBook::sell_rest(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    if (!row.total_amount || !row.cost_share) {
        return;
    }
    auto converted = split_parts(m_parts, *row.cost_share);
    dispose(event, proceeds_of(event, m_options.fees), sink);
    m_parts = std::move(converted);
}

std::vector<OpenLot> AccountBook::carried(Parcel const& parcel) const
{
    std::vector<OpenLot> lots;
    for (auto const& part : parcel.parts) {
        lots.push_back(carried(part, parcel));
    }
    return lots;
}

/// One lot, bought now, for what the right cost and what is paid.
OpenLot AccountBook::exercised(Event const& event, std::vector<OpenLot> const& carried) const
{
    OpenLot lot;
    lot.purchase_date = event.transaction.date;
    lot.place = event.transaction.place;
    lot.quantity = lot.remaining = event.transaction.quantity;
    lot.total = lot.cost = total_cost(carried) + cost_of(event, m_options.fees);
    lot.ranked_cost = cost_of(event, Fees::in_basis).position;
    for (auto const& right : carried) {
        add_to(lot.ranked_cost, right.ranked_cost);
    }
    for (auto const& cost : {lot.total.position, lot.total.base}) {
        if (cost && cost->is_negative()) {
            throw Error{ExitCode::bad_data, "an option of " + event.transaction.counter_ticker +
                                                " brought more than the " + event.transaction.ticker +
                                                " cost that were bought by it: transaction " +
                                                std::to_string(event.transaction.id)};
        }
    }
    lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    return lot;
}

void AccountBook::receive_converted(Event const& event, Parcel const& parcel, Sink& sink)
{
    auto const& row = event.transaction;
    auto const arrived = carried(parcel);
    auto const cost = total_cost(arrived);
    auto const lots = row.total_amount ? std::vector{exercised(event, arrived)} : converted(arrived, row.quantity);
    int lot_no = 0;
    for (auto lot : lots) {
        lot.key = {row.account_id, row.id, lot_no++};
        lot.external_id = row.external_id;
        take_in(event, lot, sink);
    }
    report_movement(event, {0, 0, Movement::Direction::in, row.quantity, cost.position, cost.base}, sink);
    note(event);
}

/// The lot that a part becomes on arrival. An amount is known where both accounts count in its currency, or where one
/// account's currency is the other's base currency, whose cost was fixed at the purchase as well.
OpenLot AccountBook::carried(Part const& part, Parcel const& parcel) const
{
    auto const cost_in = [&](Currency wanted) -> std::optional<Decimal> {
        if (wanted.is_none()) {
            return std::nullopt;
        }
        if (wanted == parcel.currency) {
            return part.cost.position;
        }
        return wanted == parcel.base_currency ? part.cost.base : std::nullopt;
    };
    auto lot = part.lot;
    lot.quantity = lot.remaining = part.quantity;
    lot.total = lot.cost = {cost_in(currency()), cost_in(m_base_currency)};
    auto const fee_share = difference(part.lot.ranked_cost, part.lot.total.position);
    lot.ranked_cost = lot.total.position;
    if (currency() != parcel.currency) {
        lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    } else if (m_options.fees == Fees::separate && fee_share) {
        lot.ranked_cost =
            sum(lot.total.position, money::scaled(*fee_share, part.quantity, part.lot.quantity, Rounding::half_even));
    }
    return lot;
}

void AccountBook::receive(Event const& event, Parcel const& parcel, Sink& sink)
{
    m_parts.clear();
    int lot_no = 0;
    for (auto const& part : parcel.parts) {
        auto lot = carried(part, parcel);
        lot.key = {event.transaction.account_id, event.transaction.id, lot_no++};
        lot.external_id = event.transaction.external_id;
        m_parts.push_back({lot, lot.quantity, lot.cost});
        take_in(event, lot, sink);
    }
    report_movement(event, Movement::Direction::in, sink);
    note(event);
}

} // namespace pf::lots
