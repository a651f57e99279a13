// What changes open lots without taking from them: splits, and money that changes what they cost.
#include "pf/lots/account_book.hpp"
#include "pf/lots/cash.hpp"
#include "pf/lots/recost.hpp"
#include "pf/lots/rescale.hpp"

namespace pf::lots {
namespace {

bool is_nothing(Amounts const& amounts)
{
    return amounts == Amounts{};
}

} // namespace

void AccountBook::rescale(Decimal numerator, Decimal denominator, Sink& sink)
{
    auto const lots = rescaled(open_side().lots(), numerator, denominator);
    for (auto const& lot : lots.vanished) {
        copy_to(m_lot, lot);
        sink.closed_lot(m_lot);
    }
    replace_lots(lots.open);
}

void AccountBook::replace_lots(std::vector<OpenLot> const& lots)
{
    open_side().clear();
    m_position.quantity = Decimal{};
    for (auto const& lot : lots) {
        add(lot);
    }
}

void AccountBook::return_capital(Event const& event, Sink& sink)
{
    if (!m_position.quantity.is_positive()) {
        return report(event, Oversell::Kind::cost_of_nothing, Decimal{}, sink);
    }
    auto lots = m_method->lots();
    auto const excesses = lower_cost(lots, proceeds_of(event, m_options.fees), m_method->pools_cost());
    replace_lots(lots);
    realize_excess(event, lots, excesses, sink);
    note(event);
}

/// What was returned beyond the cost is a gain of the lot, without units.
void AccountBook::realize_excess(Event const& event, std::vector<OpenLot> const& lots,
                                 std::vector<Amounts> const& excesses, Sink& sink)
{
    for (std::size_t i = 0; i < lots.size(); ++i) {
        if (!is_nothing(excesses[i])) {
            realize(event.transaction, {lots[i], Decimal{}, {}}, excesses[i], excesses[i], sink);
        }
    }
}

void AccountBook::reinvest(Event const& event, Sink& sink)
{
    if (!m_position.quantity.is_positive()) {
        return report(event, Oversell::Kind::cost_of_nothing, Decimal{}, sink);
    }
    auto lots = m_method->lots();
    raise_cost(lots, cost_of(event, m_options.fees));
    replace_lots(lots);
    earn(event);
}

void AccountBook::split(Event const& event, Sink& sink)
{
    auto const& row = event.transaction;
    auto const held = m_position.quantity;
    bool const has_ratio = row.split_numerator > 0 && row.split_denominator > 0;
    auto const numerator = has_ratio ? Decimal{row.split_numerator} : held + row.quantity;
    auto const denominator = has_ratio ? Decimal{row.split_denominator} : held;
    if (held.is_zero() || (held.is_negative() && row.quantity.is_positive())) {
        if (row.quantity.is_positive() && !m_options.pools_accounts) {
            return report(event, Oversell::Kind::split_of_nothing, row.quantity, sink);
        }
        return note(event);
    }
    auto const becomes = money::scaled(held, numerator, denominator, Rounding::half_even);
    if (becomes.is_zero() || becomes.is_negative() != held.is_negative()) {
        return report(event, Oversell::Kind::split_to_nothing, Decimal{}, sink);
    }
    rescale(numerator, denominator, sink);
    note(event);
}

} // namespace pf::lots
