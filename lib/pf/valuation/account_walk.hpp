#pragma once

#include "pf/valuation/timeline.hpp"

#include <cstddef>
#include <vector>

namespace pf::valuation {

/// One account, day by day.
class AccountWalk {
public:
    /// \param history, closes  outlive the walk
    AccountWalk(AccountHistory const& history, Closes const& closes);

    [[nodiscard]] bool has_begun(Date day) const { return m_history->first_day && *m_history->first_day <= day; }

    /// To the end of a day, which is after the last one.
    void go_to(Date day);

    /// As of that day. \param lacks  what is missing is appended
    [[nodiscard]] model::Snapshot snapshot(DayRates& rates, Freshness freshness, std::vector<Lack>& lacks) const;

private:
    struct Instrument {
        std::vector<InstrumentDay> const* days = nullptr;
        std::vector<model::Close> const* closes = nullptr; ///< or none
        std::size_t days_seen = 0;
        std::size_t closes_seen = 0;

        [[nodiscard]] InstrumentDay const* state() const { return days_seen == 0 ? nullptr : &(*days)[days_seen - 1]; }
        [[nodiscard]] model::Close const* close() const
        {
            return closes_seen == 0 ? nullptr : &(*closes)[closes_seen - 1];
        }
    };

    AccountHistory const* m_history;
    std::vector<Instrument> m_instruments;
    CashLedger::Walk m_cash;
};

} // namespace pf::valuation
