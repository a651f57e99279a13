#include "pf/lots/account_book.hpp"

#include "pf/base/error.hpp"
#include "pf/lots/cash.hpp"
#include "pf/lots/rescale.hpp"
#include "pf/lots/term.hpp"

#include <algorithm>
#include <utility>

namespace pf::lots {
namespace {

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

} // namespace

AccountBook::AccountBook(std::string const& ticker, std::int64_t account_id, model::BookingMethod method,
                         Currency base_currency, Options const& options)
    : m_options(options), m_base_currency(base_currency), m_method(make_method(method))
{
    m_position.account_id = account_id;
    m_position.ticker = ticker;
    m_position.realized_pl = m_position.realized_pl_base = Decimal{};
    m_position.income = m_position.income_base = Decimal{};
    m_position.fees = Decimal{};
    m_lot.ticker = ticker;
    m_disposal.ticker = ticker;
}

void AccountBook::restore(model::Position const& position, std::vector<model::Lot> const& open_lots)
{
    m_position = position;
    m_is_used = true;
    m_method->clear();
    for (auto const& lot : open_lots) {
        m_method->add(open_lot(lot));
    }
}

void AccountBook::note(Event const& event)
{
    auto const& row = event.transaction;
    if (!m_is_used) {
        m_position.first_transaction_date = row.date;
        m_is_used = true;
    }
    m_position.last_transaction_date = row.date;
    if (m_position.asset_type == model::AssetType::other) {
        m_position.asset_type = row.asset_type;
    }
    m_position.fees = sum(m_position.fees, fees_of(event));
}

void AccountBook::add(OpenLot const& lot)
{
    if (lot.remaining.is_positive()) {
        m_position.quantity += lot.remaining;
        m_method->add(lot);
    }
}

void AccountBook::open(Event const& event)
{
    auto const& row = event.transaction;
    OpenLot lot;
    lot.key = {row.account_id, row.id, 0};
    lot.purchase_date = row.date;
    lot.quantity = lot.remaining = row.quantity;
    lot.total = lot.cost = cost_of(event, m_options.fees);
    lot.ranked_cost = m_options.fees == Fees::separate ? cost_of(event, Fees::in_basis).position : lot.total.position;
    lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    add(lot);
    note(event);
}

void AccountBook::earn(Event const& event)
{
    auto const amount = amount_of(event);
    m_position.income = sum(m_position.income, amount.position);
    m_position.income_base = sum(m_position.income_base, amount.base);
    note(event);
}

void AccountBook::report(Event const& event, Oversell::Kind kind, Decimal wanted, Sink& sink) const
{
    auto const& row = event.transaction;
    sink.oversell(
        {row.account_id, row.id, row.import_id, row.line_no, row.ticker, row.date, wanted, m_position.quantity, kind});
}

/// Puts what the row takes into m_parts.
/// \return  whether there was enough
bool AccountBook::take(Event const& event, Sink& sink)
{
    auto const wanted = event.transaction.quantity;
    auto const held = m_position.quantity;
    m_parts.clear();
    if (wanted > held && (held.is_zero() || wanted - held > m_options.dust)) {
        report(event, Oversell::Kind::units_missing, wanted, sink);
        return false;
    }
    if (wanted > held) {
        sink.dust(event.transaction, wanted - held);
    }
    auto const taken = std::min(wanted, held);
    if (taken.is_positive()) {
        m_method->take(taken, m_parts);
        m_position.quantity -= taken;
    }
    note(event);
    return true;
}

void AccountBook::close_used_lots(Sink& sink)
{
    for (auto& part : m_parts) {
        if (part.lot.remaining.is_zero()) {
            part.lot.cost = {};
            copy_to(m_lot, part.lot);
            sink.closed_lot(m_lot);
        }
    }
}

/// \param proceeds  nothing: as much as the units cost
void AccountBook::dispose(Event const& event, std::optional<Amounts> proceeds, Sink& sink)
{
    m_disposal.closing_transaction_id = event.transaction.id;
    m_disposal.date = event.transaction.date;
    auto quantity = total_quantity(m_parts);
    for (auto const& part : m_parts) {
        auto const share = proceeds ? take_share(*proceeds, part.quantity, quantity) : part.cost;
        auto const gain = proceeds ? share - part.cost : Amounts{};
        quantity -= part.quantity;
        m_disposal.lot = part.lot.key;
        m_disposal.purchase_date = part.lot.purchase_date;
        m_disposal.quantity = part.quantity;
        m_disposal.proceeds = share.position;
        m_disposal.proceeds_base = share.base;
        m_disposal.cost_basis = part.cost.position;
        m_disposal.cost_basis_base = part.cost.base;
        m_disposal.realized_pl = gain.position;
        m_disposal.realized_pl_base = gain.base;
        m_disposal.term = term_between(part.lot.purchase_date, event.transaction.date);
        m_position.realized_pl = sum(m_position.realized_pl, gain.position);
        m_position.realized_pl_base = sum(m_position.realized_pl_base, gain.base);
        sink.disposal(m_disposal);
    }
}

void AccountBook::sell(Event const& event, Sink& sink)
{
    if (take(event, sink)) {
        close_used_lots(sink);
        dispose(event, proceeds_of(event, m_options.fees), sink);
    }
}

void AccountBook::pay_in_asset(Event const& event, Sink& sink)
{
    if (take(event, sink)) {
        close_used_lots(sink);
        dispose(event, std::nullopt, sink);
        report_movement(event, Movement::Direction::out, sink);
    }
}

void AccountBook::report_movement(Event const& event, Movement::Direction direction, Sink& sink) const
{
    auto const cost = total_cost(m_parts);
    sink.moved({event.transaction.account_id, event.transaction.id, direction, total_quantity(m_parts), cost.position,
                cost.base});
}

void AccountBook::transfer_away(Event const& event, Sink& sink)
{
    if (take(event, sink)) {
        close_used_lots(sink);
        report_movement(event, Movement::Direction::out, sink);
    }
}

Parcel AccountBook::dispatch(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    Parcel parcel{row.account_id, *row.counter_account_id, row.quantity, currency(), m_base_currency, {}, false};
    if (!take(event, sink)) {
        parcel.refused = true;
        return parcel;
    }
    close_used_lots(sink);
    report_movement(event, Movement::Direction::out, sink);
    parcel.parts = m_parts;
    return parcel;
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
        m_parts.push_back({lot, lot.quantity, lot.cost});
        add(lot);
    }
    report_movement(event, Movement::Direction::in, sink);
    note(event);
}

void AccountBook::rescale(Decimal numerator, Decimal denominator, Sink& sink)
{
    auto const lots = rescaled(m_method->lots(), numerator, denominator);
    for (auto const& lot : lots.vanished) {
        copy_to(m_lot, lot);
        sink.closed_lot(m_lot);
    }
    m_method->clear();
    m_position.quantity = Decimal{};
    for (auto const& lot : lots.open) {
        add(lot);
    }
}

void AccountBook::split(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    auto const held = m_position.quantity;
    bool const has_ratio = row.split_numerator > 0 && row.split_denominator > 0;
    auto const numerator = has_ratio ? Decimal{row.split_numerator} : held + row.quantity;
    auto const denominator = has_ratio ? Decimal{row.split_denominator} : held;
    if (held.is_zero()) {
        if (!has_ratio && row.quantity.is_positive()) {
            return report(event, Oversell::Kind::split_of_nothing, row.quantity, sink);
        }
        return note(event);
    }
    if (money::scaled(held, numerator, denominator, Rounding::half_even).is_zero()) {
        return report(event, Oversell::Kind::split_to_nothing, Decimal{}, sink);
    }
    rescale(numerator, denominator, sink);
    note(event);
}

std::optional<model::Position> AccountBook::position() const
{
    if (!m_is_used) {
        return std::nullopt;
    }
    auto position = m_position;
    auto const cost = m_method->cost();
    position.total_cost = cost.position;
    position.total_cost_base = cost.base;
    return position;
}

void AccountBook::finish(Sink& sink)
{
    auto const ended = position();
    if (!ended) {
        return;
    }
    for (auto const& lot : m_method->lots()) {
        copy_to(m_lot, lot);
        sink.open_lot(m_lot);
    }
    sink.position(*ended);
}

} // namespace pf::lots
