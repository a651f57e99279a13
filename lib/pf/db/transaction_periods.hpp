#pragma once

#include "pf/db/rows.hpp"
#include "pf/db/transaction_store.hpp"

#include <string_view>
#include <vector>

namespace pf::db {

/// Of the transactions (`t`) of periods, the parameter `periods`, each found by the index of its account's moments.
/// \param columns  of `t`
/// \param union_all  what comes besides; it may use the periods as `rows_query` has them
[[nodiscard]] Query periods_query(std::string_view name, std::string_view columns, std::string_view union_all = {});

[[nodiscard]] Parameter periods_parameter(std::vector<Period> const& periods);

} // namespace pf::db
