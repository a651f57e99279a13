#pragma once

#include "pf/model/price.hpp"
#include "pf/prices/reading.hpp"

#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace pf::prices {

/// What is known of an instrument or a pair before an answer is believed.
struct Background {
    std::vector<model::Close> closes; ///< stored ones, by day
    std::set<Date> splits;            ///< days on which its units were split or joined
    Currency currency;                ///< of the position; none: not known
    /// Is there a rate between these two on that day?
    std::function<bool(Currency, Currency, Date)> converts;
    bool accepts_jumps = false; ///< somebody has looked
    Timestamp now{};
};

/// A value that is five times the one before, or a fifth of it, with no split between.
struct Jump {
    Date day{};
    Decimal value;
    Date day_before{};
    Decimal value_before;

    friend bool operator==(Jump const&, Jump const&) = default;
};

/// What of an answer may be stored.
struct Judgement {
    std::vector<Observed> good;     ///< one of each day and pair, of finished days within the question, by day
    std::optional<Observed> latest; ///< the newest value, also of a day that is not over
    std::optional<Jump> jump;       ///< where the good ones end: that value and all later ones are held back
    std::int64_t held_back = 0;     ///< how many
    std::optional<Problem> problem; ///< nothing of the answer can be believed
};

/// Is the source's value of that day final?
[[nodiscard]] bool is_finished(Source const& source, Date day, Timestamp now);

/// The last day that a source may be asked for.
[[nodiscard]] Date last_finished_day(Source const& source, Timestamp now);

[[nodiscard]] Judgement judged(Question const& question, std::vector<Observed> rows, Background const& background);

} // namespace pf::prices
