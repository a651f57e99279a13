#include "pf/jobs/books/connected.hpp"

#include "pf/db/transaction_store.hpp"

#include <algorithm>

namespace pf::jobs {

std::vector<std::int64_t> accounts_to_book(db::Database& database, std::vector<std::int64_t> chosen,
                                           std::vector<model::Account> const& all)
{
    if (chosen.size() < all.size()) {
        return db::TransactionStore{database}.accounts_connected_with(chosen);
    }
    std::ranges::sort(chosen);
    return chosen;
}

} // namespace pf::jobs
