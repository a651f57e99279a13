#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// `pf-snapshot check`. Exit 3 when the newest snapshot of an account is too old, when there is none, or one is from
/// the future. \param max_age  as `90m`, `26h` or `2d` \throws pf::Error  usage
[[nodiscard]] cli::Outcome check_snapshots(db::Database& database, cli::Common const& common,
                                           std::string const& max_age, std::ostream& out);

} // namespace pf::jobs
