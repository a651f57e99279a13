#include "pf/valuation/benchmark.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <iterator>

namespace pf::valuation {
namespace {

std::chrono::days const one_day{1};

/// Units bought with an amount, or sold for a negative one.
std::optional<Decimal> units_for(std::optional<Decimal> amount, std::optional<Decimal> price)
{
    if (amount == Decimal{}) {
        return amount;
    }
    return price && price->is_positive() ? amount ? lots::per_unit(amount, *price) : std::nullopt : std::nullopt;
}

std::optional<Decimal> growth_less_one(std::optional<Decimal> from, std::optional<Decimal> to)
{
    return from && from->is_positive() ? difference(to ? lots::per_unit(to, *from) : std::nullopt, Decimal{1})
                                       : std::nullopt;
}

} // namespace

Benchmark::Benchmark(std::vector<model::Close> closes, Splits const& splits, Currency currency, FxTable const& rates)
    : m_rates(rates)
{
    auto split = splits.begin();
    while (split != splits.end() && !closes.empty() && split->first <= closes.front().date) {
        ++split;
    }
    Decimal numerator{1};
    Decimal denominator{1};
    for (auto const& close : closes) {
        for (; split != splits.end() && split->first <= close.date; ++split) {
            numerator = money::multiply(numerator, split->second.first, Rounding::half_even);
            denominator = money::multiply(denominator, split->second.second, Rounding::half_even);
        }
        auto const price = money::scaled(close.price, numerator, denominator, Rounding::half_even);
        m_quotes.push_back({close.date, price, close.currency.is_none() ? currency : close.currency});
    }
}

std::optional<Decimal> Benchmark::worth(Date day, Currency in) const
{
    auto const next = std::ranges::upper_bound(m_quotes, day, {}, &Quote::day);
    if (next == m_quotes.begin()) {
        return std::nullopt;
    }
    auto const& quote = *std::prev(next);
    return converted(quote.price, m_rates.rate(quote.currency, in, day));
}

BenchmarkFigures compared(Benchmark const& benchmark, Returns const& returns, std::span<DayValue const> days,
                          Currency currency)
{
    BenchmarkFigures figures;
    if (returns.invested_from && returns.invested_to) {
        figures.twr = growth_less_one(benchmark.worth(*returns.invested_from, currency),
                                      benchmark.worth(*returns.invested_to, currency));
        figures.difference = difference(returns.twr, figures.twr);
    }
    auto units = units_for(returns.opening_value, benchmark.worth(days.front().day - one_day, currency));
    for (auto const& day : days) {
        auto const net = difference(day.inflow, day.outflow);
        add_to(units, net == Decimal{} ? net : units_for(net, benchmark.worth(day.day, currency)));
    }
    figures.value = converted(units, benchmark.worth(days.back().day, currency));
    return figures;
}

} // namespace pf::valuation
