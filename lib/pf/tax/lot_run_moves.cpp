// What changes lots, or carries them, without a disposal.
#include "pf/lots/recost.hpp"
#include "pf/lots/rescale.hpp"
#include "pf/tax/lot_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::tax {

using model::TransactionType;

namespace {

lots::Amounts cost_of_all(std::vector<lots::OpenLot> const& lots)
{
    lots::Amounts sum;
    for (auto const& lot : lots) {
        sum = sum + lot.cost;
    }
    return sum;
}

} // namespace

/// Where accounts are one, a split of one of them adds its units to those of all.
void LotRun::split(std::size_t index)
{
    auto const& entry = m_family[index];
    auto const& row = entry.row;
    auto const before = m_holdings.apply(row);
    auto const added = m_holdings.of(row.account_id, row.ticker) - before;
    auto& shelf = shelf_of(entry);
    if (shelf.units().is_zero()) {
        return;
    }
    bool const has_ratio = row.split_numerator > 0 && row.split_denominator > 0;
    bool const is_whole = has_ratio && before == shelf.units();
    auto const numerator = is_whole ? Decimal{row.split_numerator} : shelf.units() + added;
    auto const denominator = is_whole ? Decimal{row.split_denominator} : shelf.units();
    if (money::scaled(shelf.units(), numerator, denominator, Rounding::half_even).is_zero()) {
        return remark(entry, "the split rounds all that is held to nothing");
    }
    auto const lots = lots::rescaled(shelf.lots(), numerator, denominator);
    for (auto const& lot : lots.vanished) {
        m_buybacks.left(lot.key.opening_transaction_id, Decimal{});
    }
    for (auto const& lot : lots.open) {
        m_buybacks.left(lot.key.opening_transaction_id, lot.remaining);
    }
    shelf.replace(lots.open);
}

void LotRun::change_cost(std::size_t index)
{
    auto const& entry = m_family[index];
    auto& shelf = shelf_of(entry);
    if (!shelf.units().is_positive()) {
        return remark(entry,
                      fmt::format("{} changes the cost of units that are not held", model::to_text(entry.row.type)));
    }
    auto lots = shelf.lots();
    if (entry.row.type == TransactionType::notional_distribution) {
        lots::raise_cost(lots, {cost_of(entry), Decimal{}});
        return shelf.replace(lots);
    }
    auto const excesses = lots::lower_cost(lots, {proceeds_of(entry), Decimal{}}, shelf.pools_cost());
    shelf.replace(lots);
    auto const number = next_disposal();
    for (std::size_t i = 0; i < lots.size(); ++i) {
        auto const excess = excesses[i].position;
        if (excess && excess->is_zero()) {
            continue;
        }
        auto line = line_of(entry, number, "capital returned");
        line.acquired = origin_of(lots[i]).bought;
        line.proceeds = excess;
        line.cost = Decimal{};
        line.rows.push_back(ref_of(m_family[origin_of(lots[i]).entry]));
        add_line(index, line);
    }
}

void LotRun::send(std::size_t index)
{
    auto const& entry = m_family[index];
    auto const& row = entry.row;
    auto& shelf = shelf_of(entry);
    Parcel parcel{row.counter_account_id.value_or(row.account_id),
                  row.ticker,
                  row.counter_ticker.empty() ? row.ticker : row.counter_ticker,
                  row.quantity,
                  {}};
    if (row.quantity.is_zero()) {
        if (shelf.units().is_positive()) {
            auto lots = shelf.lots();
            parcel.parts = lots::split_off_cost(lots, row.cost_share.value_or(Decimal{}));
            shelf.replace(lots);
        }
    } else {
        auto const units = std::min(row.quantity, std::max(shelf.units(), Decimal{}));
        parcel.parts = take(entry, units);
        if (units + lots::default_dust() < row.quantity) {
            remark(entry, fmt::format("{} units leave before any known purchase", (row.quantity - units).to_text()));
        }
        if (row.total_amount && row.cost_share) { // money comes beside: it pays for a part of each lot
            auto const stays = lots::split_parts(parcel.parts, *row.cost_share);
            auto proceeds = lots::Amounts{proceeds_of(entry), Decimal{}};
            auto rest = lots::total_quantity(parcel.parts);
            auto const number = next_disposal();
            for (auto const& part : parcel.parts) {
                auto const share = lots::take_share(proceeds, part.quantity, rest);
                rest -= part.quantity;
                realize(index, part, share.position, number);
            }
            parcel.parts = stays;
        }
    }
    m_in_transit.push_back(std::move(parcel));
}

/// The lots of a parcel, with a key of their own each.
std::vector<lots::OpenLot> LotRun::arrived(Parcel const& parcel, Entry const& entry) const
{
    std::vector<lots::OpenLot> lots;
    for (auto const& part : parcel.parts) {
        auto lot = part.lot;
        lot.quantity = lot.remaining = part.quantity;
        lot.total = lot.cost = part.cost;
        lot.ranked_cost = part.cost.position;
        lot.external_id = entry.row.external_id;
        lots.push_back(std::move(lot));
    }
    bool const has_units =
        std::ranges::any_of(lots, [](lots::OpenLot const& lot) { return lot.remaining.is_positive(); });
    if (lots.empty() || entry.row.type != TransactionType::convert_in || !has_units) {
        return lots;
    }
    auto const before = lots::total_quantity(parcel.parts);
    return lots::rescaled(std::move(lots), entry.row.quantity, before).open;
}

void LotRun::receive(std::size_t index)
{
    auto const& entry = m_family[index];
    auto const& row = entry.row;
    auto const& from = row.counter_ticker.empty() ? row.ticker : row.counter_ticker;
    auto const found = std::ranges::find_if(m_in_transit, [&](Parcel const& parcel) {
        return parcel.account_id == row.account_id && parcel.to == row.ticker && parcel.from == from &&
               (row.type == TransactionType::convert_in || parcel.units == row.quantity);
    });
    auto lots = found == m_in_transit.end() ? std::vector<lots::OpenLot>{} : arrived(*found, entry);
    if (found != m_in_transit.end()) {
        m_in_transit.erase(found);
    }
    static_cast<void>(shelf_of(entry));
    if (lots.empty()) {
        remark(entry, "units arrive of which nobody knows the cost");
        return take_in(index,
                       new_lot(index, row.quantity, {std::nullopt, std::nullopt}, {index, entry.day, entry.day}));
    }
    if (row.type == TransactionType::convert_in && row.total_amount) { // a right is exercised: bought today
        auto const cost = cost_of_all(lots) + lots::Amounts{cost_of(entry), Decimal{}};
        return take_in(index, new_lot(index, row.quantity, cost, {index, entry.day, entry.day}));
    }
    for (auto& lot : lots) {
        lot.key.opening_transaction_id = ++m_serial;
        take_in(index, lot);
    }
}

} // namespace pf::tax
