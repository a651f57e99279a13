#pragma once

#include "pf/db/database.hpp"
#include "pf/model/account.hpp"
#include "pf/model/issue.hpp"
#include "pf/valuation/balance_check.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::jobs {

/// A balance that differs from the books, with the names of what it is about.
struct NamedDifference {
    std::string account;
    std::string file; ///< that says so
    valuation::BalanceDifference found;
};

/// How what sources say compares with the books.
struct BalancesCompared {
    std::int64_t compared = 0;
    std::int64_t unkept = 0;                  ///< of money, at times when the account keeps none
    std::int64_t future = 0;                  ///< of days after today: not compared yet
    std::vector<NamedDifference> differences; ///< by account, then money by currency, then units by ticker
};

/// \param first_import_id  only what imports from this one on say
[[nodiscard]] BalancesCompared compare_balances(db::Database& database, std::vector<model::Account> const& accounts,
                                                std::int64_t first_import_id = 0);

/// What is wrong with it, and what to do.
[[nodiscard]] model::Issue issue_of(NamedDifference const& difference);

} // namespace pf::jobs
