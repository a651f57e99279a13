#pragma once

#include "pf/db/database.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/model/account.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which day a moment is of: that of the account's zone.
class Days {
public:
    /// \param accounts  those of all rows that will be asked for, and of the accounts that transfers lead to
    explicit Days(std::vector<model::Account> const& accounts);

    [[nodiscard]] Date day_of(std::int64_t account_id, Timestamp moment) const;

    /// A transfer between own accounts is one event: for both sides its day is that of the account that sends.
    [[nodiscard]] Date day_of(model::Transaction const& row) const;

    /// A row that has only a date happened when that day began; a transfer, where it began in the account that sends.
    [[nodiscard]] Timestamp start_of(model::Transaction const& row, Date day) const;

    /// The moment by which the day is over in all of these accounts.
    [[nodiscard]] Timestamp end_of(Date day) const;

    /// The day that has begun in all of these accounts.
    [[nodiscard]] Date today() const;

    /// The newest day that has begun in any of them at that moment.
    [[nodiscard]] Date newest_day(Timestamp now) const;

private:
    [[nodiscard]] base::TimeZone const& zone_of(std::int64_t account_id) const;

    std::map<std::int64_t, base::TimeZone> m_zones; ///< of accounts whose zone is not UTC
    bool m_has_utc = false;                         ///< there are others
};

/// Of the accounts that are chosen, read when it is asked for.
/// \param account  empty: all
/// \param database  outlives what is returned
[[nodiscard]] Today today_of(db::Database& database, std::string account);

} // namespace pf::jobs
