#include "pf/jobs/books/connected.hpp"

#include "pf/db/connected_accounts.hpp"
#include "pf/db/transaction_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

Connections::Connections(db::Database& database, FirstChanges const& changes)
    : m_database(database), m_accounts(db::with_connections(database, changes.accounts()))
{
}

std::set<db::Instrument> Connections::with_connected(std::set<db::Instrument> instruments) const
{
    std::set<db::Instrument> to_follow;
    std::ranges::copy_if(instruments, std::inserter(to_follow, to_follow.end()),
                         [this](db::Instrument const& one) { return m_accounts.contains(one.account_id); });
    if (!to_follow.empty()) {
        instruments.merge(db::TransactionStore{m_database}.connected_with(to_follow));
    }
    return instruments;
}

std::set<std::int64_t> connected_accounts(db::Database& database, FirstChanges const& changes)
{
    auto accounts = changes.accounts();
    Connections const connections{database, changes};
    changes.visit_parts({}, [&](FirstChanges const& part) {
        for (auto const& instrument : connections.with_connected(part.instruments())) {
            accounts.insert(instrument.account_id);
        }
    });
    return accounts;
}

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
