#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <vector>

namespace pf::jobs {

/// Whose transactions are booked to know what the chosen accounts hold: theirs, and those of accounts that transfers
/// connect with them.
/// \param chosen  ids
/// \return  ids, ascending
[[nodiscard]] std::vector<std::int64_t> accounts_to_book(db::Database& database, std::vector<std::int64_t> chosen,
                                                         std::vector<model::Account> const& all);

} // namespace pf::jobs
