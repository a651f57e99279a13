#pragma once

#include "pf/model/price.hpp"
#include "pf/valuation/fx.hpp"
#include "pf/valuation/returns.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pf::valuation {

/// So many new units for so many old ones, by the day of the split.
using Splits = std::map<Date, std::pair<Decimal, Decimal>>;

/// What another instrument did, by its closes alone: without what it pays.
class Benchmark {
public:
    /// \param closes    by day, ascending
    /// \param currency  of closes that have none
    /// \param rates     outlives this
    Benchmark(std::vector<model::Close> closes, Splits const& splits, Currency currency, FxTable const& rates);

    /// What a unit of the first day, and what has become of it by splits, is worth at the end of a day: by the last
    /// close on or before it. Nothing: there is none, or no rate.
    [[nodiscard]] std::optional<Decimal> worth(Date day, Currency in) const;

private:
    struct Quote {
        Date day{};
        Decimal price; ///< of a unit of the first day
        Currency currency;
    };
    std::vector<Quote> m_quotes;
    FxTable const& m_rates;
};

/// The same days, and the same money, in a benchmark. Nothing: unknown, or there is no such figure.
struct BenchmarkFigures {
    std::optional<Decimal> twr;        ///< from the first day with something invested to the last
    std::optional<Decimal> difference; ///< of the portfolio's time-weighted return to that
    std::optional<Decimal> value;      ///< what the opening value and the flows would have become; negative when more
                                       ///< went out than there would have been

    friend bool operator==(BenchmarkFigures const&, BenchmarkFigures const&) = default;
};

/// Every flow buys or sells at the close of its day, what is there at the start at that of the day before.
/// \param days  as for `returns_of`, at least one
[[nodiscard]] BenchmarkFigures compared(Benchmark const& benchmark, Returns const& returns,
                                        std::span<DayValue const> days, Currency currency);

} // namespace pf::valuation
