#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace pf::jobs {

/// The day of the first transaction of each of these accounts that has any.
[[nodiscard]] std::map<std::int64_t, Date> first_days(db::Database& database,
                                                      std::vector<model::Account> const& accounts);

} // namespace pf::jobs
