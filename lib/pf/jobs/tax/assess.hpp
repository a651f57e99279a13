#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"
#include "pf/tax/rules.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// A year by a country's rules, and the names of what it refers to.
struct TaxYear {
    tax::Assessment assessment;                   ///< lines by day
    std::map<std::int64_t, std::string> accounts; ///< names by id
    std::map<std::int64_t, std::string> files;    ///< by import
};

/// Apply the rules to all transactions of all years. The stored books are read, never changed.
/// \param account  the taxpayer's only one; empty: all are
[[nodiscard]] TaxYear assess(db::Database& database, std::string const& account, tax::Rules const& rules,
                             tax::Context const& context);

} // namespace pf::jobs
