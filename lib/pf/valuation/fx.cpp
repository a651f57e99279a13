#include "pf/valuation/fx.hpp"

#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <iterator>

namespace pf::valuation {
namespace {

bool by_day(std::pair<Date, Decimal> const& left, std::pair<Date, Decimal> const& right)
{
    return left.first < right.first;
}

} // namespace

FxTable::FxTable(std::vector<model::FxRate> const& rates)
{
    for (auto const& rate : rates) {
        m_rates[{rate.base, rate.quote}].emplace_back(rate.date, rate.rate);
        m_currencies.insert({rate.base, rate.quote});
    }
    for (auto& [pair, series] : m_rates) {
        std::stable_sort(series.begin(), series.end(), by_day);
    }
}

std::optional<Decimal> FxTable::rate(Currency from, Currency to, Date day) const
{
    auto const dated = dated_rate(from, to, day);
    return dated ? std::optional{dated->rate} : std::nullopt;
}

std::optional<DatedRate> FxTable::dated_rate(Currency from, Currency to, Date day) const
{
    if (from.is_none() || to.is_none()) {
        return std::nullopt;
    }
    if (from == to) {
        return DatedRate{Decimal{1}, day};
    }
    auto ratio = either_way(from, to, day);
    if (!ratio) {
        ratio = crossed(from, to, day);
    }
    if (!ratio || ratio->denominator.is_zero()) {
        return std::nullopt;
    }
    auto const rate = lots::per_unit(ratio->numerator, ratio->denominator);
    return !rate || rate->is_zero() ? std::nullopt : std::optional{DatedRate{*rate, ratio->date}};
}

std::optional<FxTable::Ratio> FxTable::direct(Currency from, Currency to, Date day) const
{
    auto const series = m_rates.find({from, to});
    if (series == m_rates.end()) {
        return std::nullopt;
    }
    auto const next = std::upper_bound(series->second.begin(), series->second.end(), std::pair{day, Decimal{}}, by_day);
    if (next == series->second.begin()) {
        return std::nullopt;
    }
    auto const& [date, rate] = *std::prev(next);
    return Ratio{rate, Decimal{1}, date};
}

std::optional<FxTable::Ratio> FxTable::either_way(Currency from, Currency to, Date day) const
{
    if (auto const ratio = direct(from, to, day)) {
        return ratio;
    }
    auto const inverse = direct(to, from, day);
    return inverse ? std::optional{Ratio{inverse->denominator, inverse->numerator, inverse->date}} : std::nullopt;
}

std::optional<FxTable::Ratio> FxTable::crossed(Currency from, Currency to, Date day) const
{
    std::optional<Ratio> best;
    for (auto const third : m_currencies) {
        auto const first = either_way(from, third, day);
        auto const second = first ? either_way(third, to, day) : std::nullopt;
        if (!second) {
            continue;
        }
        auto const date = std::min(first->date, second->date);
        auto const numerator = product(first->numerator, second->numerator);
        auto const denominator = product(first->denominator, second->denominator);
        if (numerator && denominator && (!best || date > best->date)) {
            best = Ratio{*numerator, *denominator, date};
        }
    }
    return best;
}

std::optional<DatedRate> DayRates::dated_rate(Currency from, Currency to)
{
    if (from == to) {
        return m_table->dated_rate(from, to, m_day);
    }
    auto const known = std::ranges::find_if(
        m_known, [&](Known const& candidate) { return candidate.from == from && candidate.to == to; });
    if (known != m_known.end()) {
        return known->rate;
    }
    return m_known.emplace_back(Known{from, to, m_table->dated_rate(from, to, m_day)}).rate;
}

std::optional<Decimal> DayRates::rate(Currency from, Currency to)
{
    auto const dated = dated_rate(from, to);
    return dated ? std::optional{dated->rate} : std::nullopt;
}

} // namespace pf::valuation
