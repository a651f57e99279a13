#include "pf/report/axis.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace pf::report {
namespace {

Decimal times(Decimal left, Decimal right)
{
    return money::multiply(left, right, Rounding::half_even);
}

/// How many whole steps lie below a value: towards minus infinity.
Decimal whole_steps_below(Decimal value, Decimal step)
{
    auto const steps = money::divide(value, step, Rounding::down).rounded(0, Rounding::down);
    return times(steps, step) > value ? steps - Decimal{1} : steps;
}

/// The least of 1, 2, 5, 10, 20 … and their tenths that is not below `least`.
Decimal round_step(Decimal least)
{
    auto power = Decimal::from_units(1);
    while (times(power, Decimal{10}) <= least) {
        power = times(power, Decimal{10});
    }
    for (int const factor : {1, 2, 5}) {
        if (times(power, Decimal{factor}) >= least) {
            return times(power, Decimal{factor});
        }
    }
    return times(power, Decimal{10});
}

ValueAxis rounded_outwards(Decimal low, Decimal high, Decimal step)
{
    return {times(whole_steps_below(low, step), step), -times(whole_steps_below(-high, step), step), {}};
}

std::string label_of(Decimal value, Decimal step)
{
    Decimal const million{1'000'000};
    if (step >= million) {
        return with_thousands(money::divide(value, million, Rounding::half_even).to_text()) +
               (value.is_zero() ? "" : "M");
    }
    auto const text = step.to_text();
    auto const mark = text.find('.');
    auto const digits = mark == std::string::npos ? 0 : static_cast<int>(text.size() - mark - 1);
    return with_thousands(value.to_text(digits, Rounding::half_even));
}

using Calendar = std::chrono::year_month_day;

/// A distance between ticks.
struct DayStep {
    enum class Unit : std::uint16_t { day = 1, week = 7, month = 30, year = 365 }; ///< in days, about

    Unit unit = Unit::day;
    int count = 1;

    [[nodiscard]] int days() const { return static_cast<int>(unit) * count; }
};

constexpr std::array steps{
    DayStep{DayStep::Unit::day, 1},   DayStep{DayStep::Unit::day, 2},   DayStep{DayStep::Unit::week, 1},
    DayStep{DayStep::Unit::week, 2},  DayStep{DayStep::Unit::month, 1}, DayStep{DayStep::Unit::month, 2},
    DayStep{DayStep::Unit::month, 3}, DayStep{DayStep::Unit::month, 6}, DayStep{DayStep::Unit::year, 1},
    DayStep{DayStep::Unit::year, 2},  DayStep{DayStep::Unit::year, 5},  DayStep{DayStep::Unit::year, 10},
    DayStep{DayStep::Unit::year, 20}, DayStep{DayStep::Unit::year, 50}, DayStep{DayStep::Unit::year, 100}};

Date monday_before(Date day)
{
    return day - (std::chrono::weekday{day} - std::chrono::Monday);
}

/// The last day of this step that is not after the given one.
Date aligned(Date day, DayStep step)
{
    Calendar const calendar{day};
    auto const year = static_cast<int>(calendar.year());
    switch (step.unit) {
    case DayStep::Unit::day:
        return day - std::chrono::days{day.time_since_epoch().count() % step.count};
    case DayStep::Unit::week:
        return monday_before(day);
    case DayStep::Unit::month: {
        auto const month = static_cast<int>(static_cast<unsigned>(calendar.month())) - 1;
        return Date{calendar.year() / (month - month % step.count + 1) / 1};
    }
    case DayStep::Unit::year:
        break;
    }
    return Date{std::chrono::year{year - year % step.count} / 1 / 1};
}

Date next(Date day, DayStep step)
{
    Calendar const calendar{day};
    switch (step.unit) {
    case DayStep::Unit::day:
        return day + std::chrono::days{step.count};
    case DayStep::Unit::week:
        return day + std::chrono::weeks{step.count};
    case DayStep::Unit::month:
        return Date{calendar + std::chrono::months{step.count}};
    case DayStep::Unit::year:
        break;
    }
    return Date{calendar + std::chrono::years{step.count}};
}

std::string label_of(Date day, DayStep step)
{
    auto const text = base::to_text(day);
    switch (step.unit) {
    case DayStep::Unit::month:
        return text.substr(0, text.rfind('-'));
    case DayStep::Unit::year:
        return text.substr(0, text.find('-'));
    default:
        return text;
    }
}

std::vector<DayTick> ticks_with(Date first, Date last, DayStep step)
{
    std::vector<DayTick> ticks;
    for (auto day = aligned(first, step); day <= last; day = next(day, step)) {
        if (day >= first) {
            ticks.push_back({day, label_of(day, step)});
        }
    }
    return ticks;
}

/// The least distance of two ticks, in characters, must hold a label and some air.
bool fits(std::vector<DayTick> const& ticks, Date first, Date last, int room)
{
    auto const range = std::max<std::int64_t>((last - first).count(), 1);
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        auto const distance = (ticks[i].day - ticks[i - 1].day).count() * room / range;
        if (distance < static_cast<std::int64_t>(ticks[i].label.size()) + 3) {
            return false;
        }
    }
    return true;
}

} // namespace

int ValueAxis::below_top(Decimal value, int length) const
{
    auto const distance = high - std::clamp(value, low, high);
    auto const scaled = money::scaled(distance, Decimal{length}, high - low, Rounding::half_even);
    return static_cast<int>(scaled.rounded(0, Rounding::half_even).units() / Decimal{1}.units());
}

ValueAxis value_axis(Decimal low, Decimal high, int most_steps)
{
    if (high < low) {
        std::swap(low, high);
    }
    if (low.is_positive() && times(low, Decimal{2}) <= high) {
        low = Decimal{};
    } else if (high.is_negative() && times(high, Decimal{2}) >= low) {
        high = Decimal{};
    }
    if (low == high) {
        auto const around = low.is_zero() ? Decimal{1} : money::divide(low.abs(), Decimal{10}, Rounding::up);
        low -= around;
        high += around;
    }
    Decimal const most{std::max(most_steps, 2)};
    auto step = round_step(money::divide(high - low, most, Rounding::up));
    auto axis = rounded_outwards(low, high, step);
    while (axis.high - axis.low > times(step, most)) {
        step = round_step(step + Decimal::from_units(1));
        axis = rounded_outwards(low, high, step);
    }
    for (auto value = axis.low; value <= axis.high; value += step) {
        axis.ticks.push_back({value, label_of(value, step)});
    }
    return axis;
}

std::vector<DayTick> day_ticks(Date first, Date last, int room)
{
    for (auto const step : steps) {
        if ((last - first).count() / step.days() > room) {
            continue;
        }
        auto ticks = ticks_with(first, last, step);
        if (ticks.empty()) {
            break; // larger steps have none either
        }
        if (fits(ticks, first, last, room)) {
            return ticks;
        }
    }
    return {{first, base::to_text(first)}};
}

std::string with_thousands(std::string number)
{
    auto const begin = static_cast<std::ptrdiff_t>(number.starts_with('-') ? 1 : 0);
    auto const mark = number.find('.');
    auto at = static_cast<std::ptrdiff_t>(mark == std::string::npos ? number.size() : mark) - 3;
    for (; at > begin; at -= 3) {
        number.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return number;
}

} // namespace pf::report
