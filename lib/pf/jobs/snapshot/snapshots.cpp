#include "pf/jobs/snapshot/snapshots.hpp"

#include "pf/db/price_store.hpp"
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/books/first_days.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/account_totals.hpp"

#include <algorithm>
#include <iterator>

namespace pf::jobs {

namespace {

/// The currency that all accounts have, else the one that is wanted.
Currency common_currency(std::vector<model::Account> const& accounts, Currency wanted)
{
    auto const differs = [&](auto const& account) { return account.base_currency != accounts.front().base_currency; };
    return accounts.empty() || std::ranges::any_of(accounts, differs) ? wanted : accounts.front().base_currency;
}

} // namespace

StoredSnapshots load_snapshots(db::Database& database, SnapshotRange const& range)
{
    db::Atomic const view{database, db::Atomic::Mode::read};
    StoredSnapshots result;
    result.accounts = chosen_accounts(database, range.account);
    std::vector<std::int64_t> ids;
    std::ranges::transform(result.accounts, std::back_inserter(ids), &model::Account::id);
    result.of_accounts = db::SnapshotStore{database}.list(ids, range.first, range.last);
    std::vector<model::Snapshot> snapshots;
    std::ranges::transform(result.of_accounts, std::back_inserter(snapshots), &model::StoredSnapshot::snapshot);
    auto const is_own =
        !range.converts || (!result.accounts.empty() && result.accounts.front().base_currency == range.currency);
    if (result.accounts.size() == 1 && is_own) {
        result.totals = std::move(snapshots);
        return result;
    }
    // An account without snapshots has no say in the currency.
    std::vector<model::Account> taken;
    std::ranges::copy_if(result.accounts, std::back_inserter(taken), [&](auto const& account) {
        return std::ranges::any_of(snapshots, [&](auto const& one) { return one.account_id == account.id; });
    });
    valuation::FxTable const rates{db::PriceStore{database}.rates(range.last)};
    auto const currency = range.converts ? range.currency : common_currency(taken, range.currency);
    result.totals = valuation::totals(snapshots, rates, currency, first_days(database, result.accounts));
    return result;
}

} // namespace pf::jobs
