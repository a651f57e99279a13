#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What of `pf-snapshot check`.
struct CheckWords {
    std::string max_age = "26h";  ///< of the newest snapshot, as `90m`, `26h` or `2d`
    std::int64_t stale_after = 5; ///< weekdays that a price may be older than its snapshot: a week
};

/// `pf-snapshot check`. Exit 3 when the newest snapshot of an account is too old, rests on prices that are, when there
/// is none, or one is from the future. \throws pf::Error  usage
[[nodiscard]] cli::Outcome check_snapshots(db::Database& database, cli::Common const& common, CheckWords const& words,
                                           std::ostream& out);

} // namespace pf::jobs
