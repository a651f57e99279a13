#pragma once

#include "pf/model/snapshot.hpp"
#include "pf/valuation/fx.hpp"
#include "pf/valuation/returns.hpp"

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::valuation {

/// Of what a series is: an account, an instrument, or all together. Values in different base currencies do not mix.
struct SeriesKey {
    Currency currency;
    std::int64_t account_id = 0; ///< 0: all accounts
    std::string ticker;          ///< empty: all instruments, and money

    friend bool operator==(SeriesKey const&, SeriesKey const&) = default;
    friend auto operator<=>(SeriesKey const&, SeriesKey const&) = default;
};

/// Values and flows of a range of days, for `returns_of`.
struct ValueSeries {
    std::optional<Decimal> opening = Decimal{}; ///< at the end of the day before
    std::vector<DayValue> days;                 ///< every day of the range
};

using SeriesByKey = std::map<SeriesKey, ValueSeries>;

/// Which accounts are looked at.
enum class AccountScope : std::uint8_t {
    one, ///< what it and others of the owner send each other are flows
    all, ///< what they send each other stays among them
};

/// What accounts of several base currencies are together: each day's values and flows at the rate of that day.
struct Conversion {
    FxTable const* rates = nullptr;
    Currency to;
};

/// Turns snapshots into series. Before an account begins it is worth nothing.
class SeriesCollector {
public:
    enum class By : std::uint8_t { all, account, ticker };

    /// \param first, last  both included
    /// \param total        of all accounts together; nothing: in each base currency apart
    SeriesCollector(By by, AccountScope scope, Date first, Date last, std::optional<Conversion> total = std::nullopt)
        : m_by(by),
          m_are_together(scope == AccountScope::all && by != By::account),
          m_first(first),
          m_last(last),
          m_total(total)
    {
    }

    /// A day of an account, from the day before the first one to the last, in any order.
    void add(model::Snapshot const& snapshot);

    [[nodiscard]] SeriesByKey const& series() const { return m_series; }

private:
    void add(SeriesKey const& key, DayValue const& day);
    void add_to_all(model::Snapshot const& snapshot);

    By m_by;
    bool m_are_together;
    Date m_first;
    Date m_last;
    std::optional<Conversion> m_total;
    SeriesByKey m_series;
};

} // namespace pf::valuation
