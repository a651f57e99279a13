#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/tax/entry.hpp"
#include "pf/tax/splits.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pf::tax {

/// Units of a disposal that a later or same day's acquisition covers.
struct DayMatch {
    std::string how;     ///< `same day`, `30 days`, `later`
    std::size_t day = 0; ///< index of the acquisition's day
    Decimal units;       ///< in those of the disposal's day
    std::optional<Decimal> cost;
};

/// All that was acquired and disposed of on a day counts as one acquisition and one disposal.
struct TradingDay {
    Date day{};
    Decimal bought;
    Decimal unmatched;             ///< of `bought`
    lots::Amounts cost;            ///< of `unmatched`
    std::vector<std::size_t> buys; ///< entries of the family
    Decimal sold;                  ///< for money
    Decimal given;                 ///< at no gain and no loss
    std::optional<Decimal> proceeds = Decimal{};
    std::vector<std::size_t> sales; ///< and gifts
    Decimal uncovered;              ///< of `sold` and `given`
    std::vector<DayMatch> matches;
    bool allows_short = false;
};

/// Whose pool of which instrument: the taxpayer's, or that of other accounts.
using PoolKey = std::pair<bool, std::string>;

[[nodiscard]] PoolKey pool_key(Entry const& entry);

/// Days of trading by pool, ascending, matched as far as same-day and thirty-day rules go.
/// Source: TCGA 1992 s105(1), s106A(5); HMRC Capital Gains Manual CG51560
class PoolTrades {
public:
    PoolTrades(Family const& family, Splits const& splits);

    [[nodiscard]] TradingDay* find(PoolKey const& key, Date day);
    [[nodiscard]] std::vector<TradingDay> const& of(PoolKey const& key) const { return m_days.at(key); }

    /// What is still uncovered is covered by whatever is acquired after the thirty days, the earliest first.
    void cover_later(PoolKey const& key, TradingDay& sale);

private:
    void add(Entry const& entry, std::size_t index);
    void match(std::string const& ticker, std::vector<TradingDay>& days, TradingDay& sale, std::size_t acquisition,
               char const* how);

    Splits const& m_splits;
    std::map<PoolKey, std::vector<TradingDay>> m_days;
};

} // namespace pf::tax
