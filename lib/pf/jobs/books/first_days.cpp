#include "pf/jobs/books/first_days.hpp"

#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/days.hpp"

#include <algorithm>
#include <iterator>

namespace pf::jobs {

std::map<std::int64_t, Date> first_days(db::Database& database, std::vector<model::Account> const& accounts)
{
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    Days const days{accounts};
    std::map<std::int64_t, Date> first;
    for (auto const& [account_id, moment] : db::TransactionStore{database}.first_moments(ids)) {
        first.emplace(account_id, days.day_of(account_id, moment));
    }
    return first;
}

} // namespace pf::jobs
