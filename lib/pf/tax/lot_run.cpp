#include "pf/tax/lot_run.hpp"

#include "pf/model/named_lot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::tax {

using model::TransactionType;

namespace {

lots::Amounts money(std::optional<Decimal> amount)
{
    return {amount, Decimal{}};
}

} // namespace

LotRun::LotRun(Family const& family, Context const& context, LotRules const& rules, Assessment& assessment)
    : m_family(family), m_context(context), m_rules(rules), m_assessment(assessment), m_buybacks(family, rules.buybacks)
{
}

void LotRun::run()
{
    for (std::size_t i = 0; i < m_family.size(); ++i) {
        if (m_family[i].day > m_context.year.last) { // days of accounts in different zones may not be in order
            continue;
        }
        book(i);
    }
}

LotRun::Key LotRun::key_of(Entry const& entry) const
{
    return {m_context.pools && entry.is_own ? lots::pool_id : entry.row.account_id, entry.row.ticker};
}

Shelf& LotRun::shelf_of(Entry const& entry)
{
    auto const method =
        m_context.method == model::BookingMethod::specific ? model::BookingMethod::fifo : m_context.method;
    return m_shelves.try_emplace(key_of(entry), method).first->second;
}

void LotRun::book(std::size_t index)
{
    auto const& entry = m_family[index];
    auto const& row = entry.row;
    if (row.type == TransactionType::split) {
        return split(index); // which says itself what the account holds
    }
    m_holdings.apply(row);
    if (model::changes_cost(row.type)) {
        return change_cost(index);
    }
    if (model::converts(row.type) || is_between_own(entry)) {
        bool const stays = is_between_own(entry) && m_context.pools && entry.is_own && !entry.changes_owner;
        bool const leaves = row.type == TransactionType::convert_out || row.type == TransactionType::transfer_out;
        return stays ? void() : leaves ? send(index) : receive(index);
    }
    if (acquires(entry)) {
        return open(index);
    }
    if (!disposes(entry)) {
        return;
    }
    bool const is_fee = row.type == TransactionType::fee && !row.total_amount;
    is_fee || row.type == TransactionType::transfer_out ? leave(index, is_fee) : sell(index);
}

lots::OpenLot LotRun::new_lot(std::size_t index, Decimal units, lots::Amounts const& cost, Origin origin)
{
    auto const& row = m_family[index].row;
    m_origins.push_back(origin);
    lots::OpenLot lot;
    lot.key = {static_cast<std::int64_t>(m_origins.size() - 1), ++m_serial, 0};
    lot.purchase_date = row.date;
    lot.place = row.place;
    lot.quantity = lot.remaining = units;
    lot.total = lot.cost = cost;
    lot.ranked_cost = cost.position;
    lot.purchase_price = lots::per_unit(cost.position, units);
    lot.external_id = row.external_id;
    return lot;
}

/// What replaces units that were sold at a loss becomes a lot of its own.
void LotRun::open(std::size_t index)
{
    auto const& entry = m_family[index];
    auto cost = money(cost_of(entry));
    if (auto const waiting = m_waiting.find(entry.row.ticker); waiting != m_waiting.end() && entry.is_own) {
        cost = cost + lots::Amounts{waiting->second, waiting->second};
        m_waiting.erase(waiting);
    }
    auto units = entry.row.quantity;
    for (auto const& one : m_buybacks.awaiting(index)) {
        auto share = lots::take_share(cost, one.units, units);
        units -= one.units;
        bool const joins_cost = m_rules.buybacks.effect == Buybacks::Effect::cost;
        share = share + lots::Amounts{joins_cost ? one.loss : Decimal{}, one.loss};
        take_in(index, new_lot(index, one.units, share,
                               {index, entry.day, joins_cost ? entry.day - one.held : entry.day, true}));
    }
    if (units.is_positive()) {
        take_in(index, new_lot(index, units, cost, {index, entry.day, entry.day}));
    }
}

/// Closes what is owed first.
void LotRun::take_in(std::size_t index, lots::OpenLot lot)
{
    auto const& entry = m_family[index];
    auto& shelf = shelf_of(entry);
    if (shelf.units().is_negative()) {
        cover(index, shelf, lot);
    }
    add(key_of(entry), lot);
}

void LotRun::add(Key const& key, lots::OpenLot const& lot)
{
    if (!lot.remaining.is_positive()) {
        return;
    }
    m_shelves.at(key).add(lot);
    auto const& origin = origin_of(lot);
    auto const& bought = m_family[origin.entry];
    if (m_rules.buybacks.effect == Buybacks::Effect::none || lot.side == model::Side::owed || !bought.is_own) {
        return;
    }
    m_buybacks.opened(key.first, lot, origin.entry, !origin.is_replacement && bought.row.ticker == key.second);
    if (m_rules.recent.count() > 0) {
        m_recent[key].push_back(lot.key);
    }
}

void LotRun::cover(std::size_t index, Shelf& shelf, lots::OpenLot& lot)
{
    auto const& entry = m_family[index];
    auto const whole = lot.remaining;
    auto units = std::min(whole, -shelf.units());
    auto const parts = shelf.take_owed(units);
    auto cost = lots::take_share(lot.cost, units, whole);
    lot.remaining -= units;
    lot.quantity = lot.remaining;
    lot.total = lot.cost;
    lot.ranked_cost = lot.cost.position;
    auto const number = next_disposal();
    for (auto const& part : parts) {
        auto const closing = lots::take_share(cost, part.quantity, units);
        units -= part.quantity;
        auto line = line_of(entry, number, "short");
        line.acquired = origin_of(part.lot).bought;
        line.quantity = part.quantity;
        line.proceeds = part.cost.position;
        line.cost = closing.position;
        line.rows.push_back(ref_of(m_family[origin_of(part.lot).entry]));
        tell_if_sold_again(index, origin_of(part.lot).entry, lots::difference(line.proceeds, line.cost));
        add_line(index, line);
    }
}

/// Source: 26 USC 1091(e)
void LotRun::tell_if_sold_again(std::size_t closing, std::size_t opening, std::optional<Decimal> gain)
{
    auto const& entry = m_family[closing];
    bool const is_loss = gain && gain->is_negative() && m_rules.buybacks.effect == Buybacks::Effect::cost;
    if (!is_loss || !counts(entry) || !m_buybacks.concerns(entry)) {
        return;
    }
    for (std::size_t i = 0; i < m_family.size(); ++i) {
        auto const& other = m_family[i];
        bool const is_near =
            other.day >= entry.day - m_rules.buybacks.before && other.day <= entry.day + m_rules.buybacks.after;
        if (is_near && i != opening && other.is_own && other.row.type == model::TransactionType::sell &&
            other.row.ticker == entry.row.ticker) {
            return remark(entry, "a short sale was closed at a loss, and the same was sold again within 30 days: these "
                                 "rules do not model how far the loss is disallowed (26 USC 1091(e))");
        }
    }
}

void LotRun::owe(std::size_t index, Decimal units, std::optional<Decimal> proceeds)
{
    auto const& entry = m_family[index];
    auto lot = new_lot(index, units, money(proceeds), {index, entry.day, entry.day});
    lot.side = model::Side::owed;
    lot.ranked_cost = lots::rank_of(proceeds);
    shelf_of(entry).add(lot);
}

std::vector<lots::Part> LotRun::take(Entry const& entry, Decimal units)
{
    auto& shelf = shelf_of(entry);
    std::vector<lots::Part> parts;
    if (m_rules.honours_names) {
        take_named(entry, shelf, units, parts);
    }
    if (m_rules.recent.count() > 0) {
        take_recent(entry, shelf, units, parts);
    }
    auto const rest = shelf.take(units);
    parts.insert(parts.end(), rest.begin(), rest.end());
    lots::unite(parts);
    forget(parts);
    return parts;
}

void LotRun::take_named(Entry const& entry, Shelf& shelf, Decimal& units, std::vector<lots::Part>& parts)
{
    auto const& row = entry.row;
    auto const names = model::parse_named_lots(row.lots);
    bool const must_name = m_context.method == model::BookingMethod::specific && row.type == TransactionType::sell;
    if (must_name && row.lots.empty() && units < shelf.units() && shelf.lots().size() > 1 && counts(entry)) {
        remark(entry, "the sale does not name its lots; the earliest were taken");
    }
    for (auto const& name : names ? *names : std::vector<model::NamedLot>{}) {
        auto missing = std::min(name.quantity, units);
        for (auto const& lot : shelf.lots()) {
            bool const is_named =
                name.day ? entry.zone.day_of(lot.purchase_date) == *name.day : lot.external_id == name.external_id;
            auto const taken = is_named ? std::min(missing, lot.remaining) : Decimal{};
            if (taken.is_positive()) {
                parts.push_back(shelf.take_from(lot.key, taken));
                missing -= taken;
                units -= taken;
            }
        }
        if (missing.is_positive()) {
            remark(entry, fmt::format("the lot {} that the sale names has {} units less", model::name_of(name),
                                      missing.to_text()));
        }
    }
}

void LotRun::take_recent(Entry const& entry, Shelf& shelf, Decimal& units, std::vector<lots::Part>& parts)
{
    auto& recent = m_recent[key_of(entry)];
    auto const bought = [&](model::LotKey const& lot) {
        return m_origins[static_cast<std::size_t>(lot.account_id)].bought;
    };
    std::erase_if(recent, [&](model::LotKey const& lot) {
        return bought(lot) < entry.day - m_rules.recent || m_buybacks.live(lot.opening_transaction_id) == nullptr;
    });
    for (auto lot = recent.rbegin(); lot != recent.rend() && units.is_positive(); ++lot) {
        auto const* const live = m_buybacks.live(lot->opening_transaction_id);
        auto const taken = std::min(units, live == nullptr ? Decimal{} : live->units);
        if (taken.is_positive()) {
            parts.push_back(shelf.take_from(*lot, taken));
            units -= taken;
        }
    }
}

void LotRun::forget(std::vector<lots::Part> const& parts)
{
    for (auto const& part : parts) {
        m_buybacks.left(part.lot.key.opening_transaction_id, part.lot.remaining);
    }
}

void LotRun::sell(std::size_t index)
{
    auto const& entry = m_family[index];
    auto const wanted = entry.row.quantity;
    auto& shelf = shelf_of(entry);
    auto proceeds = money(proceeds_of(entry));
    if (entry.row.type == TransactionType::expire && shelf.units().is_negative()) {
        auto lot = new_lot(index, wanted, money(lots::difference(Decimal{}, proceeds.position)),
                           {index, entry.day, entry.day});
        return cover(index, shelf, lot);
    }
    auto const held = std::max(shelf.units(), Decimal{});
    auto const taken = std::min(wanted, held);
    auto const missing = wanted - taken;
    bool const is_dust = held.is_positive() && missing <= lots::default_dust();
    auto const number = next_disposal();
    auto of_held = is_dust ? proceeds : lots::take_share(proceeds, taken, wanted);
    auto units = taken;
    for (auto const& part : take(entry, taken)) {
        auto const share = lots::take_share(of_held, part.quantity, units);
        units -= part.quantity;
        realize(index, part, share.position, number);
    }
    if (!missing.is_positive() || is_dust) {
        return;
    }
    if (entry.allows_short) {
        return owe(index, missing, proceeds.position);
    }
    if (entry.is_own) {
        remark(entry, fmt::format("{} units are disposed of before any known purchase", missing.to_text()));
        auto line = line_of(entry, number, "nothing known");
        line.quantity = missing;
        line.proceeds = proceeds.position;
        add_line(index, line);
    }
}

/// Units that leave without a price.
void LotRun::leave(std::size_t index, bool is_fee)
{
    auto const& entry = m_family[index];
    auto const units = std::min(entry.row.quantity, std::max(shelf_of(entry).units(), Decimal{}));
    static_cast<void>(take(entry, units));
    if (units + lots::default_dust() < entry.row.quantity) {
        remark(entry, fmt::format("{} units leave before any known purchase", (entry.row.quantity - units).to_text()));
    }
    if (counts(entry)) {
        remark(entry,
               is_fee ? fmt::format("{} units paid a fee, and nobody says what they were worth; no gain was assumed",
                                    units.to_text())
                      : fmt::format("{} units left for somebody else; no disposal was assumed", units.to_text()),
               is_fee);
    }
}

void LotRun::realize(std::size_t index, lots::Part const& part, std::optional<Decimal> proceeds, std::int64_t number)
{
    auto const& entry = m_family[index];
    auto const& origin = origin_of(part.lot);
    auto line = line_of(entry, number, "lot");
    line.acquired = origin.bought;
    if (origin.held_since != origin.bought) {
        line.held_since = origin.held_since;
    }
    line.quantity = part.quantity;
    line.proceeds = proceeds;
    line.cost = part.cost.position;
    line.rows.push_back(ref_of(m_family[origin.entry]));
    auto const gain = lots::difference(line.proceeds, line.cost);
    auto const waits = part.cost.base.value_or(Decimal{});
    bool const is_against_gain = m_rules.buybacks.effect == Buybacks::Effect::later_gain;
    if (gain && gain->is_positive() && is_against_gain && waits.is_positive()) {
        line.adjustment = -std::min(waits, *gain);
        line.code = "4 weeks";
    }
    if (gain && gain->is_negative() && m_rules.buybacks.effect != Buybacks::Effect::none && entry.is_own &&
        m_buybacks.concerns(entry) && !part.quantity.is_zero()) {
        line.adjustment = disallowed(index, part, -*gain);
        line.code = line.adjustment.is_zero() ? "" : is_against_gain ? "4 weeks" : "W";
        if (counts(entry) && entry.day + m_rules.buybacks.after > m_context.today) {
            remark(entry, fmt::format("a purchase until {} would change what becomes of the loss",
                                      base::to_text(entry.day + m_rules.buybacks.after)));
        }
    }
    add_line(index, line);
}

Decimal LotRun::disallowed(std::size_t index, lots::Part const& part, Decimal loss)
{
    if (m_rules.buybacks.effect == Buybacks::Effect::average_cost) {
        return denied(index, part, loss);
    }
    Decimal sum;
    for (auto const& replacement : m_buybacks.replacements(index, part.quantity, origin_of(part.lot).entry)) {
        auto const share = money::scaled(loss, replacement.replaced, part.quantity, Rounding::half_even);
        sum += share;
        if (!replacement.serial) {
            auto const held = m_family[index].day - origin_of(part.lot).held_since;
            m_buybacks.await(replacement.entry, {replacement.units, share, held});
            continue;
        }
        // It is open already: those units become a lot of their own.
        auto const live = *m_buybacks.live(*replacement.serial);
        Key const key{live.owner, m_family[index].row.ticker};
        auto taken = m_shelves.at(key).take_from(live.key, replacement.units);
        m_buybacks.left(*replacement.serial, taken.lot.remaining);
        auto origin = origin_of(taken.lot);
        origin.held_since -= m_family[index].day - origin_of(part.lot).held_since;
        origin.is_replacement = true;
        auto lot = taken.lot;
        m_origins.push_back(origin);
        lot.key = {static_cast<std::int64_t>(m_origins.size() - 1), ++m_serial, 0};
        lot.quantity = lot.remaining = replacement.units;
        lot.cost = lot.total = taken.cost + lots::Amounts{share, share};
        lot.ranked_cost = lot.cost.position;
        add(key, lot);
    }
    return sum;
}

/// Source: Income Tax Act (Canada) s54 "superficial loss", s53(1)(f); CRA: the least of what was sold, what was
/// acquired in the period and what is left at its end
Decimal LotRun::denied(std::size_t index, lots::Part const& part, Decimal loss)
{
    auto const& entry = m_family[index];
    auto const units = m_buybacks.substituted(index, part.quantity);
    if (!units.is_positive()) {
        return {};
    }
    auto const amount = money::scaled(loss, units, part.quantity, Rounding::half_even);
    auto& shelf = shelf_of(entry);
    if (shelf.units().is_positive()) {
        shelf.add_to_pool(new_lot(index, Decimal{}, {amount, amount}, {index, entry.day, entry.day}));
    } else {
        m_waiting[entry.row.ticker] += amount;
    }
    return amount;
}

void LotRun::add_line(std::size_t index, Line line)
{
    auto const& entry = m_family[index];
    if (!counts(entry)) {
        return;
    }
    line.gain = lots::difference(line.proceeds, line.cost);
    auto const unknown = m_rules.judge(entry, line, m_context);
    if (!unknown.empty() && m_told.emplace(std::pair{0, 0}, unknown).second) {
        m_assessment.remarks.push_back({entry.row.ticker, unknown, true, ref_of(entry)});
    }
    if (line.gain) {
        line.taxable = *line.gain + line.adjustment;
    } else {
        explain(index, line);
    }
    m_assessment.lines.push_back(std::move(line));
}

/// Names what makes a gain unknown: among the rows that it rests on, or, where cost is pooled, the first of any.
void LotRun::explain(std::size_t index, Line const& line)
{
    auto const before = m_told.size();
    auto const tell = [&](Entry const& entry) {
        auto const lack = entry.row.ticker == line.ticker ? lack_of(entry, m_context.currency) : "";
        if (!lack.empty()) {
            remark(entry, lack);
        }
        return !lack.empty();
    };
    bool is_told = false;
    for (auto const& row : line.rows) {
        auto const entry = std::ranges::find_if(m_family, [&](Entry const& one) { return ref_of(one) == row; });
        is_told = (entry != m_family.end() && tell(*entry)) || is_told;
    }
    for (std::size_t i = 0; i < index && !is_told && m_told.size() == before; ++i) {
        is_told = (acquires(m_family[i]) || model::changes_cost(m_family[i].row.type)) && tell(m_family[i]);
    }
}

void LotRun::remark(Entry const& entry, std::string const& text, bool is_incomplete)
{
    if (entry.is_own && m_told.emplace(std::pair{entry.row.account_id, entry.row.id}, text).second) {
        m_assessment.remarks.push_back(
            {fmt::format("{} {}", entry.row.ticker, base::to_text(entry.day)), text, is_incomplete, ref_of(entry)});
    }
}

std::int64_t LotRun::next_disposal() const
{
    return m_assessment.lines.empty() ? 1 : m_assessment.lines.back().disposal + 1;
}

} // namespace pf::tax
