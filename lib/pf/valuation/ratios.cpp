// The one file of the library's arithmetic with floating point in it, by name in tests/lint/no_float.py: exact numbers
// come in, rounded ratios go out.
#include "pf/valuation/ratios.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace pf::valuation {
namespace {

double const days_per_year = 365;
double const largest_ratio = 1e15;

double approximate(Decimal value)
{
    return static_cast<double>(value.units()) * 1e-18;
}

std::optional<Decimal> ratio(double value)
{
    if (!std::isfinite(value) || std::abs(value) >= largest_ratio) {
        return std::nullopt;
    }
    auto const rounded = static_cast<money::Int128>(std::nearbyint(value * 1e10));
    return Decimal::from_units(rounded * money::Int128{100'000'000});
}

/// Payments by years since the first, as a function of the logarithm of 1 + rate. In that variable the curve is smooth
/// down to a total loss, and its zeros are as many as its payments change sign, at most (Descartes' rule).
class PresentValue {
public:
    explicit PresentValue(std::span<Payment const> payments)
    {
        std::map<Date, Decimal> by_day;
        for (auto const& payment : payments) {
            by_day[payment.day] += payment.amount;
        }
        std::erase_if(by_day, [](auto const& entry) { return entry.second.is_zero(); });
        for (auto const& [day, amount] : by_day) {
            auto const years = static_cast<double>((day - by_day.begin()->first).count()) / days_per_year;
            m_terms.push_back({years, approximate(amount)});
        }
    }

    [[nodiscard]] int sign_changes() const
    {
        int changes = 0;
        for (std::size_t i = 1; i < m_terms.size(); ++i) {
            changes += std::signbit(m_terms[i].amount) != std::signbit(m_terms[i - 1].amount) ? 1 : 0;
        }
        return changes;
    }

    /// The sign of this is that of the present value. Below a rate of zero it is the value at the last payment instead
    /// of at the first: so no power overflows.
    [[nodiscard]] double at(double log_rate) const
    {
        auto const reference = log_rate < 0 ? m_terms.back().years : 0;
        double sum = 0;
        for (auto const& term : m_terms) {
            sum += term.amount * std::exp(-log_rate * (term.years - reference));
        }
        return sum;
    }

private:
    struct Term {
        double years;
        double amount;
    };
    std::vector<Term> m_terms;
};

bool differ_in_sign(double left, double right)
{
    return (left < 0) != (right < 0);
}

/// Halve the interval: at most some sixty times, whatever the curve looks like.
double zero_between(PresentValue const& curve, double low, double high)
{
    double const close_enough = 1e-15;
    bool const low_is_negative = curve.at(low) < 0;
    auto middle = std::midpoint(low, high);
    while (high - low > close_enough && low < middle && middle < high) {
        ((curve.at(middle) < 0) == low_is_negative ? low : high) = middle;
        middle = std::midpoint(low, high);
    }
    return middle;
}

/// Where between a loss of all but 10^-17 and a gain of 10^17 times a year the curve changes its sign.
std::vector<double> zeros(PresentValue const& curve, double step)
{
    double const end = 40;
    std::vector<double> found;
    auto value = curve.at(-end);
    auto const steps = static_cast<int>(2 * end / step);
    for (int i = 0; i < steps; ++i) {
        auto const low = -end + i * step;
        auto const next = curve.at(low + step);
        if (differ_in_sign(value, next)) {
            found.push_back(zero_between(curve, low, low + step));
        }
        value = next;
    }
    return found;
}

} // namespace

std::optional<Decimal> internal_rate(std::span<Payment const> payments)
{
    PresentValue const curve{payments};
    auto const changes = curve.sign_changes();
    if (changes == 0) {
        return std::nullopt;
    }
    auto const found = zeros(curve, changes == 1 ? 80 : 1.0 / 64);
    return found.size() == 1 ? ratio(std::expm1(found.front())) : std::nullopt;
}

std::optional<Decimal> annual_rate(Decimal growth, std::int64_t days)
{
    if (days <= 0 || growth.is_negative()) {
        return std::nullopt;
    }
    return ratio(std::pow(approximate(growth), days_per_year / static_cast<double>(days)) - 1);
}

std::optional<Decimal> annual_volatility(std::span<Decimal const> growths, std::int64_t days)
{
    auto const is_positive = [](Decimal growth) { return growth.is_positive(); };
    if (growths.size() < 2 || days <= 0 || !std::ranges::all_of(growths, is_positive)) {
        return std::nullopt;
    }
    auto const count = static_cast<double>(growths.size());
    double mean = 0;
    for (auto const growth : growths) {
        mean += std::log(approximate(growth)) / count;
    }
    double squares = 0;
    for (auto const growth : growths) {
        auto const distance = std::log(approximate(growth)) - mean;
        squares += distance * distance;
    }
    auto const per_year = count * days_per_year / static_cast<double>(days);
    return ratio(std::sqrt(squares / (count - 1) * per_year));
}

} // namespace pf::valuation
