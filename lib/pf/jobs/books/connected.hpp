#pragma once

#include "pf/db/database.hpp"
#include "pf/jobs/books/first_changes.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <set>
#include <vector>

namespace pf::jobs {

/// What transfers and conversions connect with instruments that files change. To follow them from each of thousands of
/// instruments takes long, so it is asked once which accounts have any.
class Connections {
public:
    /// \param database  outlives it
    Connections(db::Database& database, FirstChanges const& changes);

    /// The instruments, and all that are connected with them.
    /// \param instruments  some of the changed ones
    [[nodiscard]] std::set<db::Instrument> with_connected(std::set<db::Instrument> instruments) const;

private:
    db::Database& m_database;
    std::set<std::int64_t> m_accounts; ///< that have any
};

/// The accounts of the changed instruments, and of all that are connected with them.
[[nodiscard]] std::set<std::int64_t> connected_accounts(db::Database& database, FirstChanges const& changes);

/// Whose transactions are booked to know what the chosen accounts hold: theirs, and those of accounts that transfers
/// connect with them.
/// \param chosen  ids
/// \return  ids, ascending
[[nodiscard]] std::vector<std::int64_t> accounts_to_book(db::Database& database, std::vector<std::int64_t> chosen,
                                                         std::vector<model::Account> const& all);

} // namespace pf::jobs
