#pragma once

#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/import/accounts.hpp"
#include "pf/jobs/import/file_multipliers.hpp"
#include "pf/jobs/import/file_names.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace pf::jobs {

/// What is to be stored, and where: all that is fixed before the first row is written.
struct StorePlan {
    AccountsByName accounts;
    FileNames names;
    FileMultipliers multipliers;
    FirstChanges instruments;           ///< that the files name, in accounts that exist
    std::vector<PositionBefore> before; ///< of these
    std::int64_t first_import_id = 0;   ///< of the first file; each has the next
};

/// Inside the caller's transaction: open what accounts are missing and lock all that the files reach.
/// \return  nothing, when meanwhile a transfer connected these accounts with one that is not locked, or another command
/// has taught other names: try again
[[nodiscard]] std::optional<StorePlan> plan_storing(db::Database& database, AccountsByName const& known,
                                                    ReadFiles const& read, ImportRequest const& request);

} // namespace pf::jobs
