#include "pf/jobs/import/book_files.hpp"

#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/connected.hpp"
#include "pf/jobs/books/price_positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

/// What the files have changed, together.
struct Changed {
    FirstChanges touched;
    std::set<std::int64_t> accounts;
    std::set<std::int64_t> rebooked; ///< accounts
    std::set<std::string> priced;
    Date first_day = base::latest_day;
    bool has_rates = false;
};

Changed changed_by(std::vector<WrittenFile>& written)
{
    Changed changed;
    for (auto& file : written) {
        changed.touched.add(std::exchange(file.touched, {}));
        changed.first_day = std::min(changed.first_day, file.first_change.value_or(changed.first_day));
        changed.accounts.insert(file.changed_accounts.begin(), file.changed_accounts.end());
        changed.rebooked.insert(file.rebooked_accounts.begin(), file.rebooked_accounts.end());
        changed.priced.insert(file.changed_prices.begin(), file.changed_prices.end());
        changed.has_rates = changed.has_rates || file.changed_rates;
    }
    return changed;
}

/// A transfer carries what changed into another account; prices and rates into every one.
std::set<std::int64_t> changed_accounts(db::Database& database, Changed const& changed, AccountsByName const& accounts)
{
    auto ids = changed.accounts;
    if (changed.has_rates || !changed.priced.empty()) {
        std::ranges::transform(accounts, std::inserter(ids, ids.end()),
                               [](auto const& entry) { return entry.second.id; });
    }
    if (!changed.touched.empty()) {
        ids.merge(connected_accounts(database, changed.touched));
    }
    return ids;
}

struct AccountWithCoins {
    model::Account account;
    std::vector<model::CashBalance> coins;
};

/// Coins that count as money, and that a file brings into accounts which may keep none.
std::vector<AccountWithCoins> accounts_with_coins(AccountsByName const& accounts, WrittenFile const& file)
{
    std::vector<AccountWithCoins> found;
    for (auto const& [name, account] : accounts) {
        auto const added = file.money.find(account.id);
        if (added == file.money.end() || account.keeps_cash != model::CashKeeping::from_first_deposit) {
            continue;
        }
        auto coins = added->second.rows.balances(account.id, base::earliest_day);
        std::erase_if(coins, [](model::CashBalance const& one) {
            return one.currency.is_national() || !one.balance || *one.balance <= Decimal{};
        });
        if (!coins.empty()) {
            found.push_back({account, std::move(coins)});
        }
    }
    return found;
}

void remark_on(AccountWithCoins const& found, std::string const& file, model::IssueList& remarks)
{
    auto const& name = found.account.name;
    for (auto const& one : found.coins) {
        remarks.add({file,
                     0,
                     {},
                     {},
                     fmt::format("brings {} {} into {}, which keeps no money before its first deposit of some",
                                 one.balance->to_text(), one.currency.code(), base::quoted(name)),
                     fmt::format("'pf-ledger accounts set {} --keeps-cash always' keeps it", name)});
    }
}

/// They come in by sales where nobody deposits money: an account that keeps none yet would lose them without a word.
void remark_on_coins(db::Database& database, AccountsByName const& accounts, WrittenFile const& file,
                     model::IssueList& remarks)
{
    auto const found = accounts_with_coins(accounts, file);
    std::vector<model::Account> to_ask;
    std::ranges::transform(found, std::back_inserter(to_ask), &AccountWithCoins::account);
    auto const first_deposits = days_of_first_deposits(database, to_ask);
    for (auto const& one : found) {
        if (!first_deposits.contains(one.account.id)) {
            remark_on(one, file.report.file, remarks);
        }
    }
}

/// The money of several files at once: what one of them changes of the past counts for all of them.
std::map<std::int64_t, AddedMoney> money_of(std::vector<WrittenFile>& written)
{
    std::map<std::int64_t, AddedMoney> added;
    for (auto& file : written) {
        auto money = std::exchange(file.money, {});
        added.merge(money);
        for (auto const& [account_id, more] : money) { // what is of an account that was there already
            added.at(account_id).rows.add(more.rows);
        }
    }
    return added;
}

void book_money(db::Database& database, std::map<std::int64_t, AddedMoney> const& added,
                std::set<std::int64_t> const& rebooked)
{
    auto accounts = db::AccountStore{database}.list();
    auto const anew = std::stable_partition(accounts.begin(), accounts.end(), [&](model::Account const& account) {
        return !rebooked.contains(account.id);
    });
    rebook_cash(database, {anew, accounts.end()});
    accounts.erase(anew, accounts.end());
    book_cash(database, std::move(accounts), added);
}

BookingFindings book(db::Database& database, Changed const& changed, std::int64_t first_import_id)
{
    if (changed.has_rates) {
        auto dependent = db::TransactionStore{database}.depending_on_rates();
        dependent.merge(changed.touched.instruments());
        return recompute_from_scratch(database, dependent);
    }
    if (!changed.rebooked.empty()) {
        return recompute_from_scratch(database, changed.touched.instruments());
    }
    return changed.touched.empty() ? BookingFindings{} : recompute(database, changed.touched, first_import_id);
}

} // namespace

BookingFindings book_files(db::Database& database, StorePlan const& plan, std::vector<WrittenFile>& written,
                           model::IssueList& remarks)
{
    auto const changed = changed_by(written);
    db::AccountStore{database}.bump_data_versions(changed_accounts(database, changed, plan.accounts),
                                                  changed.first_day);
    for (auto const& file : written) {
        remark_on_coins(database, plan.accounts, file, remarks);
    }
    book_money(database, money_of(written), changed.rebooked);
    auto findings = book(database, changed, plan.first_import_id);
    if (changed.has_rates) {
        price_positions(database);
    }
    price_positions(database, changed.priced);
    return findings;
}

} // namespace pf::jobs
