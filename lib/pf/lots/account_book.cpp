#include "pf/lots/account_book.hpp"

#include "pf/lots/cash.hpp"
#include "pf/lots/term.hpp"

#include <algorithm>
#include <utility>

namespace pf::lots {

AccountBook::AccountBook(std::string const& ticker, std::int64_t account_id, model::BookingMethod method,
                         Currency base_currency, base::TimeZone const& zone, bool allows_short, Options const& options)
    : m_options(options),
      m_base_currency(base_currency),
      m_zone(zone),
      m_kind(method),
      m_allows_short(allows_short),
      m_method(make_method(method))
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
    m_owed.reset();
    for (auto const& lot : open_lots) {
        (lot.side == model::Side::held ? *m_method : owed()).add(open_lot(lot));
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
    m_last = {row.account_id, row.id, row.import_id, row.line_no};
}

void AccountBook::add(OpenLot const& lot)
{
    if (lot.remaining.is_positive()) {
        bool const is_held = lot.side == model::Side::held;
        m_position.quantity += is_held ? lot.remaining : -lot.remaining;
        (is_held ? *m_method : owed()).add(lot);
    }
}

void AccountBook::open(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    OpenLot lot;
    lot.key = {row.account_id, row.id, 0};
    lot.purchase_date = row.date;
    lot.place = row.place;
    lot.quantity = lot.remaining = row.quantity;
    lot.total = lot.cost = cost_of(event, m_options.fees);
    lot.ranked_cost = m_options.fees == Fees::separate ? cost_of(event, Fees::in_basis).position : lot.total.position;
    lot.purchase_price = per_unit(lot.total.position, lot.quantity);
    lot.external_id = row.external_id;
    take_in(event, lot, sink);
    note(event);
}

void AccountBook::earn(Event const& event)
{
    auto const amount = amount_of(event);
    m_position.income = sum(m_position.income, amount.position);
    m_position.income_base = sum(m_position.income_base, amount.base);
    note(event);
}

void AccountBook::refuse(Event const& event, Oversell::Kind kind, Sink& sink) const
{
    report(event, kind, event.transaction.quantity, sink);
}

void AccountBook::report(Event const& event, Oversell::Kind kind, Decimal wanted, Sink& sink) const
{
    report(event, {kind, wanted, m_position.quantity, {}}, sink);
}

void AccountBook::report(Event const& event, Missing const& missing, Sink& sink) const
{
    auto const& row = event.transaction;
    sink.oversell({row.account_id,
                   row.id,
                   row.import_id,
                   row.line_no,
                   row.ticker,
                   m_zone.day_of(row.date),
                   missing.wanted,
                   missing.held,
                   missing.kind,
                   missing.lot,
                   row.type == model::TransactionType::sell,
                   {}});
}

/// Puts what the row takes into m_parts.
/// \return  whether there was enough
bool AccountBook::take(Event const& event, Sink& sink)
{
    auto const wanted = event.transaction.quantity;
    auto const held = m_position.quantity;
    m_parts.clear();
    if (wanted > held && (!held.is_positive() || wanted - held > m_options.dust)) {
        report(event, Oversell::Kind::units_missing, wanted, sink);
        return false;
    }
    auto const picks = named_lots(event, sink);
    if (!picks) {
        return false;
    }
    if (wanted > held) {
        sink.dust(event.transaction, wanted - held);
    }
    take_units(*picks, std::max(std::min(wanted, held), Decimal{}));
    note(event);
    return true;
}

void AccountBook::close_used_lots(std::vector<Part>& parts, Sink& sink)
{
    for (auto& part : parts) {
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
    auto quantity = total_quantity(m_parts);
    for (auto const& part : m_parts) {
        auto const share = proceeds ? take_share(*proceeds, part.quantity, quantity) : part.cost;
        auto const gain = proceeds ? share - part.cost : Amounts{};
        quantity -= part.quantity;
        realize(event.transaction, part, share, gain, sink);
    }
}

void AccountBook::realize(model::Transaction const& row, Part const& part, Amounts const& proceeds, Amounts const& gain,
                          Sink& sink)
{
    m_disposal.closing_transaction_id = row.id;
    m_disposal.date = row.date;
    m_disposal.lot = part.lot.key;
    m_disposal.purchase_date = part.lot.purchase_date;
    m_disposal.quantity = part.quantity;
    m_disposal.proceeds = proceeds.position;
    m_disposal.proceeds_base = proceeds.base;
    m_disposal.cost_basis = part.cost.position;
    m_disposal.cost_basis_base = part.cost.base;
    m_disposal.realized_pl = gain.position;
    m_disposal.realized_pl_base = gain.base;
    m_disposal.side = part.lot.side;
    m_disposal.term = part.lot.side == model::Side::held ? term_between(part.lot.purchase_date, row.date, m_zone)
                                                         : model::Term::short_term;
    m_position.realized_pl = sum(m_position.realized_pl, gain.position);
    m_position.realized_pl_base = sum(m_position.realized_pl_base, gain.base);
    sink.disposal(m_disposal);
}

void AccountBook::sell(Event const& event, Sink& sink)
{
    sell(event, Right{}, sink);
}

bool AccountBook::sell(Event const& event, Right const& right, Sink& sink)
{
    return opens_short(event.transaction) ? sell_short(event, right, sink) : close_out(event, right, sink);
}

bool AccountBook::close_out(Event const& event, Right const& right, Sink& sink)
{
    if (!take(event, sink)) {
        return false;
    }
    close_used_lots(m_parts, sink);
    dispose(event, proceeds_of(event, m_options.fees) - right.cost, sink);
    return true;
}

void AccountBook::sell_by_right(Event const& event, Parcel const& right, Sink& sink)
{
    Right of_option;
    for (auto const& lot : carried(right)) {
        of_option.cost = of_option.cost + lot.cost;
        add_to(of_option.ranked, lot.ranked_cost);
    }
    if (sell(event, of_option, sink)) {
        report_movement(event, {0, 0, Movement::Direction::in, Decimal{}, of_option.cost.position, of_option.cost.base},
                        sink);
    }
}

std::optional<model::Position> AccountBook::position() const
{
    if (!m_is_used) {
        return std::nullopt;
    }
    auto position = m_position;
    auto const known = in_range([&] { return std::optional{cost()}; });
    position.total_cost = known ? known->position : std::nullopt;
    position.total_cost_base = known ? known->base : std::nullopt;
    return position;
}

Amounts AccountBook::cost() const
{
    return m_owed ? m_method->cost() - m_owed->cost() : m_method->cost();
}

void AccountBook::refuse_last(money::OutOfRange const& why, Sink& sink) const
{
    sink.oversell({m_last.account_id,
                   m_last.transaction_id,
                   m_last.import_id,
                   m_last.line_no,
                   m_position.ticker,
                   m_zone.day_of(m_position.last_transaction_date),
                   m_position.quantity,
                   Decimal{},
                   Oversell::Kind::out_of_range,
                   {},
                   false,
                   why.message()});
}

void AccountBook::finish(Sink& sink)
{
    auto const ended = position();
    if (!ended) {
        return;
    }
    try {
        static_cast<void>(cost());
    } catch (money::OutOfRange const& why) {
        return refuse_last(why, sink);
    }
    for (auto const& lot : open_side().lots()) {
        copy_to(m_lot, lot);
        sink.open_lot(m_lot);
    }
    sink.position(*ended);
}

} // namespace pf::lots
