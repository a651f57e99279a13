#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"
#include "pf/valuation/ratios.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pf::valuation {

/// One day of a portfolio, or of a part of it. Nothing: unknown. What comes in counts as there at the start of the day,
/// what goes out as there until its end.
struct DayValue {
    Date day{};
    std::optional<Decimal> value = Decimal{};   ///< at the end of the day
    std::optional<Decimal> inflow = Decimal{};  ///< what came from outside during the day, not negative
    std::optional<Decimal> outflow = Decimal{}; ///< what left to the outside during the day, not negative
    bool is_priced = true;                      ///< a price of this day is in the value; false on weekends and holidays

    friend bool operator==(DayValue const&, DayValue const&) = default;
};

/// The largest loss from a peak.
struct Drawdown {
    Decimal depth; ///< of the peak: 0.25 for a fall from 100 to 75; zero when it never fell
    std::optional<Date> peak;
    std::optional<Date> trough;
    std::optional<Date> recovery; ///< the first day after the trough that is not below the peak; nothing: none yet

    friend bool operator==(Drawdown const&, Drawdown const&) = default;
};

/// What became of the money. Ratios: 0.05 is five percent. Nothing: unknown, or there is no such figure.
struct Returns {
    std::optional<Decimal> opening_value;
    std::optional<Decimal> closing_value;
    std::optional<Decimal> inflows;
    std::optional<Decimal> outflows;
    std::optional<Decimal> gain;        ///< closing − opening − inflows + outflows
    std::optional<Decimal> twr;         ///< time-weighted, over the whole time
    std::optional<Decimal> twr_annual;  ///< the same per year of 365 days; none for less than a year
    std::optional<Decimal> xirr;        ///< money-weighted, per year of 365 days
    RateFit xirr_fit = RateFit::untold; ///< why there is none
    std::optional<Drawdown> drawdown;   ///< of the time-weighted return
    std::optional<Decimal> volatility;  ///< of the time-weighted return, per year
    std::optional<Date> invested_from;  ///< there was something to earn a return on from this day …
    std::optional<Date> invested_to;    ///< … to this one
    std::int64_t unknown_days = 0;      ///< days whose value or flow is unknown

    friend bool operator==(Returns const&, Returns const&) = default;
};

/// The returns of a series of days. Days with an unknown value are bridged where no money came or went; otherwise the
/// time-weighted return is unknown. Source: docs/returns.md; its worked example is a test.
/// \param opening  the value at the end of the day before the first one
/// \param days     ascending, one after the other without a gap
[[nodiscard]] Returns returns_of(std::optional<Decimal> opening, std::span<DayValue const> days);

/// The time-weighted return of `returns_of` alone.
[[nodiscard]] std::optional<Decimal> time_weighted(std::optional<Decimal> opening, std::span<DayValue const> days);

/// How far below its peak the time-weighted return is at the end of each day: 0.25 after a fall from 100 to 75. The
/// deepest is the drawdown of `returns_of`. Nothing on days without a value or with nothing invested, and everywhere
/// when the return is unknown.
/// \return  as many as days
[[nodiscard]] std::vector<std::optional<Decimal>> drawdowns_of(std::optional<Decimal> opening,
                                                               std::span<DayValue const> days);

} // namespace pf::valuation
