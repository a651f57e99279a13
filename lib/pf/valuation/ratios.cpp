// The one file of the library's arithmetic with floating point in it, by name in tests/lint/no_float.py: exact numbers
// come in, rounded ratios go out.
#include "pf/valuation/ratios.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>
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

bool differ_in_sign(double left, double right)
{
    return (left < 0) != (right < 0);
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

    /// A curve with one change of sign less, whose zeros lie between those of this one: the slope of this one times an
    /// exponential function that is chosen so. That is how Descartes' rule is proven.
    [[nodiscard]] PresentValue reduced() const
    {
        auto const differs = [](Term const& left, Term const& right) {
            return differ_in_sign(left.amount, right.amount);
        };
        auto const change = std::ranges::adjacent_find(m_terms, differs);
        auto const between = std::midpoint(change->years, std::next(change)->years);
        auto terms = m_terms;
        for (auto& term : terms) {
            term.amount *= between - term.years;
        }
        return PresentValue{std::move(terms)};
    }

    [[nodiscard]] bool is_empty() const { return m_terms.empty(); }

    /// The curve at a point, and its slope there.
    struct Point {
        double value = 0;
        double slope = 0;
        double size = 0; ///< of the terms: what a value next to nothing is next to

        [[nodiscard]] bool is_nothing() const { return std::abs(value) <= size * 1e-13; }
    };

    /// The sign of the value is that of the present value. \param from_end  it is the value at the last payment instead
    /// of at the first: below a rate of zero, so that no power overflows
    [[nodiscard]] Point at(double log_rate, bool from_end) const
    {
        auto const reference = from_end ? m_terms.back().years : 0;
        Point point;
        for (auto const& term : m_terms) {
            auto const years = term.years - reference;
            auto const worth = term.amount * std::exp(-log_rate * years);
            point.value += worth;
            point.slope -= years * worth;
            point.size += std::abs(worth);
        }
        return point;
    }

private:
    struct Term {
        double years;
        double amount;
    };

    explicit PresentValue(std::vector<Term> terms) : m_terms(std::move(terms)) {}

    std::vector<Term> m_terms;
};

double value_at(PresentValue const& curve, double log_rate)
{
    return curve.at(log_rate, log_rate < 0).value;
}

/// Halve the interval in which a function changes its sign: at most some sixty times, whatever it looks like.
template <typename Function>
double zero_between(Function const& function, double low, double high)
{
    double const close_enough = 1e-15;
    bool const low_is_negative = function(low) < 0;
    auto middle = std::midpoint(low, high);
    while (high - low > close_enough && low < middle && middle < high) {
        ((function(middle) < 0) == low_is_negative ? low : high) = middle;
        middle = std::midpoint(low, high);
    }
    return middle;
}

/// Two zeros may lie between two points of the same sign: then the curve turns between them.
bool may_touch(PresentValue::Point const& low, PresentValue::Point const& high)
{
    return low.value > 0 ? low.slope < 0 && high.slope > 0 : low.slope > 0 && high.slope < 0;
}

void add_zeros_at_turn(std::vector<double>& found, PresentValue const& curve, double low, double high)
{
    bool const from_end = low < 0;
    auto const value = [&](double at) { return curve.at(at, from_end).value; };
    auto const turn = zero_between([&](double at) { return curve.at(at, from_end).slope; }, low, high);
    auto const point = curve.at(turn, from_end);
    if (point.is_nothing()) {
        found.push_back(turn);
    } else if (differ_in_sign(point.value, value(low))) {
        found.push_back(zero_between(value, low, turn));
        found.push_back(zero_between(value, turn, high));
    }
}

// A loss of all but 10^-17, and a gain of 10^15 times, a year.
double const first = -40;
double const last = 35;

/// In small steps: where payments change sign so often that to follow them all would take too long.
std::vector<double> zeros_by_steps(PresentValue const& curve)
{
    double const step = 1.0 / 64;
    int const steps = 75 * 64;
    std::vector<double> found;
    auto at_low = curve.at(first, true);
    for (int i = 0; i < steps; ++i) {
        auto const low = first + i * step;
        auto const high = low + step;
        if (low == 0) {
            at_low = curve.at(low, false);
        }
        auto const at_high = curve.at(high, low < 0);
        if (differ_in_sign(at_low.value, at_high.value)) {
            found.push_back(zero_between([&](double at) { return curve.at(at, low < 0).value; }, low, high));
        } else if (may_touch(at_low, at_high)) {
            add_zeros_at_turn(found, curve, low, high);
        }
        at_low = at_high;
    }
    return found;
}

/// Between two zeros of the reduced curve this one changes its sign at most once.
std::vector<double> zeros_between(PresentValue const& curve, std::vector<double> const& turns)
{
    std::vector<double> found;
    auto low = first;
    auto at_low = curve.at(low, true);
    auto const look = [&](double high, PresentValue::Point const& at_high) {
        if (!at_low.is_nothing() && !at_high.is_nothing() && differ_in_sign(at_low.value, at_high.value)) {
            found.push_back(zero_between([&](double at) { return value_at(curve, at); }, low, high));
        }
        low = high;
        at_low = at_high;
    };
    for (auto const turn : turns) {
        auto const at_turn = curve.at(turn, turn < 0);
        look(turn, at_turn);
        if (at_turn.is_nothing()) {
            found.push_back(turn);
        }
    }
    look(last, curve.at(last, false));
    return found;
}

std::vector<double> zeros(PresentValue const& curve)
{
    constexpr int most_changes = 16;
    auto const changes = curve.sign_changes();
    if (changes > most_changes) {
        return zeros_by_steps(curve);
    }
    return changes == 0 ? std::vector<double>{}
                        : zeros_between(curve, changes == 1 ? std::vector<double>{} : zeros(curve.reduced()));
}

/// A curve that all but touches zero at a total loss has a zero there that nobody means.
void drop_total_losses(std::vector<double>& found)
{
    auto const is_total_loss = [](double log_rate) { return std::expm1(log_rate) < -0.999; };
    if (found.size() > 1 && !std::ranges::all_of(found, is_total_loss)) {
        std::erase_if(found, is_total_loss);
    }
}

} // namespace

InternalRate fitting_rate(std::span<Payment const> payments)
{
    PresentValue const curve{payments};
    if (curve.is_empty()) {
        return {};
    }
    auto found = zeros(curve);
    std::erase_if(found, [](double log_rate) { return !ratio(std::expm1(log_rate)); });
    drop_total_losses(found);
    if (found.size() > 1) {
        return {std::nullopt, RateFit::several};
    }
    return found.empty() ? InternalRate{std::nullopt, RateFit::none}
                         : InternalRate{ratio(std::expm1(found.front())), RateFit::one};
}

std::optional<Decimal> internal_rate(std::span<Payment const> payments)
{
    return fitting_rate(payments).rate;
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
