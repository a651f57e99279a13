#include "pf/db/connected_accounts.hpp"

#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

namespace pf::db {

std::set<std::int64_t> with_connections(Database& database, std::set<std::int64_t> const& account_ids)
{
    static Query const query = portable_query(
        "find accounts with transfers and conversions",
        "SELECT k.value FROM {ids accounts} AS k WHERE "
        "EXISTS (SELECT 1 FROM transactions AS t WHERE t.account_id = k.value AND t.counter_account_id IS NOT NULL) OR "
        "EXISTS (SELECT 1 FROM transactions AS t WHERE t.account_id = k.value AND t.counter_ticker IS NOT NULL)");
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<std::int64_t> const ids{account_ids.begin(), account_ids.end()};
    std::set<std::int64_t> found;
    auto const rows = database.session().driver().read(query, {parameter("accounts", ids)});
    while (rows->next()) {
        found.insert(rows->integer());
    }
    return found;
}

} // namespace pf::db
