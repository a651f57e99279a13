#pragma once

#include "pf/db/query.hpp"
#include "pf/db/transaction_store.hpp"

#include <set>
#include <vector>

namespace pf::db {

/// What a query finds whose columns are an account's id and a ticker.
[[nodiscard]] std::set<Instrument> read_instruments(Database& database, Query const& query,
                                                    std::vector<Parameter> const& parameters);

} // namespace pf::db
