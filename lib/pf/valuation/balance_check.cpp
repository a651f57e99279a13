#include "pf/valuation/balance_check.hpp"

#include "pf/lots/units.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <algorithm>
#include <iterator>

namespace pf::valuation {
namespace {

/// Sources print no more digits than this.
bool is_rounding(Decimal amount)
{
    static Decimal const least = money::parse_decimal("0.000000001")->value;
    return -least < amount && amount < least;
}

} // namespace

void BalanceTrack::note(Date day)
{
    m_first_day = std::min(m_first_day.value_or(day), day);
}

void BalanceTrack::note_opening(Claim const& claim, std::optional<Decimal> from_first)
{
    note(claim.day);
    auto const opening = difference(claim.balance.quantity, from_first);
    m_has_one_opening = m_has_one_opening && opening && (m_count == 0 || is_rounding(*opening - *m_opening));
    m_opening = m_count == 0 ? opening : m_opening;
    ++m_count;
}

void BalanceTrack::pass(Claim const& claim, std::optional<Decimal> from_first)
{
    note_opening(claim, from_first);
}

void BalanceTrack::compare(Claim const& claim, std::optional<Decimal> booked, std::optional<Decimal> from_first)
{
    note_opening(claim, from_first);
    auto const differs_by = difference(claim.balance.quantity, booked);
    if (differs_by && is_rounding(*differs_by)) {
        m_last_differs = false;
        m_agrees_until = claim.day;
        return;
    }
    bool const is_looked_for = claim.balance.import_id >= m_first_import_id;
    bool const goes_on = m_last_differs && m_last == differs_by;
    if (goes_on && !m_differences.empty() && m_differences.back().difference == differs_by) {
        m_differences.back().more += is_looked_for ? 1 : 0;
    } else if (is_looked_for) {
        m_differences.push_back({claim, booked, differs_by, 0, m_agrees_until, {}, {}});
    }
    m_last_differs = true;
    m_last = differs_by;
}

std::vector<BalanceDifference> BalanceTrack::differences() const
{
    auto all = m_differences;
    for (auto& one : all) {
        one.first_day = m_first_day.value_or(one.claim.day);
        if (m_has_one_opening && m_count > 1) {
            one.opening = m_opening;
        }
    }
    return all;
}

void UnitsCheck::add(model::Transaction const& row, Date day)
{
    while (m_next < m_claims.size() && m_claims[m_next].until < row.date) {
        compare();
    }
    if (lots::moves_units(row)) {
        m_track.note(day);
    }
    m_units = lots::units_after(m_units, row);
}

void UnitsCheck::compare()
{
    m_track.compare(m_claims[m_next++], m_units, m_units);
}

std::vector<BalanceDifference> UnitsCheck::finish()
{
    while (m_next < m_claims.size()) {
        compare();
    }
    return m_track.differences();
}

MoneyCheck::Money& MoneyCheck::money(Currency currency)
{
    return m_money.try_emplace(currency, Money{Decimal{}, Decimal{}, BalanceTrack{m_first_import_id}}).first->second;
}

void MoneyCheck::add(model::Transaction const& row, Date day)
{
    while (m_next < m_claims.size() && m_claims[m_next].until < row.date) {
        compare();
    }
    auto const moved = money_moved(row);
    if (moved == Decimal{}) {
        return;
    }
    auto& of_currency = money(row.currency.is_none() ? m_base_currency : row.currency);
    of_currency.track.note(day);
    add_to(of_currency.from_first, moved);
    if (day >= m_kept_since) {
        add_to(of_currency.kept, moved);
    }
}

void MoneyCheck::compare()
{
    auto const& claim = m_claims[m_next++];
    auto& of_currency = money(claim.balance.currency);
    if (claim.day < m_kept_since) {
        of_currency.track.pass(claim, of_currency.from_first);
    } else {
        of_currency.track.compare(claim, of_currency.kept, of_currency.from_first);
    }
}

std::vector<BalanceDifference> MoneyCheck::finish()
{
    while (m_next < m_claims.size()) {
        compare();
    }
    std::vector<BalanceDifference> all;
    for (auto const& [currency, of_currency] : m_money) {
        std::ranges::move(of_currency.track.differences(), std::back_inserter(all));
    }
    return all;
}

} // namespace pf::valuation
