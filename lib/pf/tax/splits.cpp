#include "pf/tax/splits.hpp"

#include "pf/lots/units.hpp"

#include <algorithm>

namespace pf::tax {

Decimal Holdings::apply(model::Transaction const& row)
{
    auto& units = m_units[{row.account_id, row.ticker}];
    auto const before = units;
    units = lots::units_after(before, row);
    return before;
}

Decimal Holdings::of(std::int64_t account_id, std::string const& ticker) const
{
    auto const found = m_units.find({account_id, ticker});
    return found == m_units.end() ? Decimal{} : found->second;
}

Splits::Splits(Family const& family)
{
    Holdings holdings;
    for (auto const& entry : family) {
        auto const& row = entry.row;
        auto const held = holdings.apply(row);
        if (row.type != model::TransactionType::split) {
            continue;
        }
        bool const has_ratio = row.split_numerator > 0 && row.split_denominator > 0;
        if (!has_ratio && !held.is_positive()) {
            continue;
        }
        Split const split{entry.day, has_ratio ? Decimal{row.split_numerator} : held + row.quantity,
                          has_ratio ? Decimal{row.split_denominator} : held};
        auto& known = m_splits[row.ticker];
        bool const is_told = std::ranges::any_of(known, [&](Split const& other) {
            return other.day == split.day && money::scaled(other.numerator, split.denominator, other.denominator,
                                                           Rounding::half_even) == split.numerator;
        });
        if (!is_told) {
            known.push_back(split);
        }
    }
    for (auto& [ticker, splits] : m_splits) {
        std::ranges::stable_sort(splits, {}, &Split::day);
    }
}

Decimal Splits::carried(std::string const& ticker, Decimal units, Date after, Date until) const
{
    auto const found = m_splits.find(ticker);
    if (found == m_splits.end()) {
        return units;
    }
    for (auto const& split : found->second) {
        if (after < split.day && split.day <= until) {
            units = money::scaled(units, split.numerator, split.denominator, Rounding::half_even);
        }
    }
    return units;
}

Decimal Splits::returned(std::string const& ticker, Decimal units, Date after, Date until) const
{
    auto const found = m_splits.find(ticker);
    if (found == m_splits.end()) {
        return units;
    }
    for (auto split = found->second.rbegin(); split != found->second.rend(); ++split) {
        if (after < split->day && split->day <= until) {
            units = money::scaled(units, split->denominator, split->numerator, Rounding::half_even);
        }
    }
    return units;
}

} // namespace pf::tax
