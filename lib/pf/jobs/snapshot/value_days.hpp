#pragma once

#include "pf/base/day_words.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/model/account.hpp"
#include "pf/valuation/timeline.hpp"
#include "pf/valuation/value_series.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs {

/// A range of days as words of the command line.
struct DayWords {
    std::string from; ///< empty: from the beginning
    std::string to;   ///< empty: today
};

/// A day that has begun in some of the accounts. Of a month or year that is not over the last day is today.
/// \throws pf::Error  usage, when it has not, or is no day at all
[[nodiscard]] Date past_day(std::string const& word, std::string const& where, base::DayEdge edge, Days const& days);

/// The days that a command looks at.
struct DayRange {
    std::optional<Date> from; ///< nothing: from the beginning
    Date to{};
};

/// \throws pf::Error  usage
[[nodiscard]] DayRange day_range(DayWords const& words, Days const& days);

/// All that the values of accounts follow from, in one consistent view.
class ValueDays {
public:
    /// \param account  empty: all
    /// \throws pf::Error  bad_data, when there is no such account
    ValueDays(db::Database& database, std::string const& account, DayRange const& range);

    /// From the first day of the range on which there was anything, to its end; nothing when there never was.
    [[nodiscard]] std::optional<std::pair<Date, Date>> days() const { return m_days; }

    [[nodiscard]] valuation::Timeline const& timeline() const { return m_timeline; }
    [[nodiscard]] std::string const& name_of(std::int64_t account_id) const { return m_names.at(account_id); }

    /// Those that ever held anything.
    [[nodiscard]] std::vector<model::Account> accounts() const;
    [[nodiscard]] valuation::AccountScope scope() const
    {
        return m_names.size() == 1 ? valuation::AccountScope::one : valuation::AccountScope::all;
    }

private:
    std::map<std::int64_t, std::string> m_names;
    valuation::Timeline m_timeline;
    std::optional<std::pair<Date, Date>> m_days;
};

/// What keeps values unknown, over many days.
class MissingValues {
public:
    /// What a day of one account lacks.
    void add(std::string const& account, Date day, std::vector<valuation::Lack> const& lacks);

    /// A day on which an account does not convert into the currency of the total.
    void add_rate(std::string const& account, Date day, Currency from, Currency to);

    /// A line per account and ticker or currency.
    [[nodiscard]] std::vector<cli::Complaint> complaints() const;

private:
    struct Span {
        Date first{};
        Date last{};
        std::size_t days = 0;
    };
    std::map<std::pair<std::string, valuation::Lack>, Span> m_spans;
};

} // namespace pf::jobs
