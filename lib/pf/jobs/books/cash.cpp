#include "pf/jobs/books/cash.hpp"

#include "pf/base/time.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/cash_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/price_positions.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace pf::jobs {

namespace {

std::vector<model::CashBalance> cash_from_rows(db::Database& database, std::vector<model::Account> const& accounts)
{
    CashBooks books{accounts, Days{db::AccountStore{database}.list()}};
    db::TransactionStore{database}.visit_by_date(ids_of(accounts), base::end_of(base::latest_day),
                                                 [&](model::Transaction const& row) { books.add(row); });
    return books.balances();
}

/// Both of one account.
std::vector<model::CashBalance> merged(std::vector<model::CashBalance> balances,
                                       std::vector<model::CashBalance> const& added)
{
    for (auto const& more : added) {
        auto const known = std::ranges::find(balances, more.currency, &model::CashBalance::currency);
        if (known == balances.end()) {
            balances.push_back(more);
        } else {
            valuation::add_to(known->balance, more.balance);
            known->last_day = std::max(known->last_day, more.last_day);
        }
    }
    return balances;
}

valuation::CashLedger ledger_of(std::vector<model::Transaction> const& rows, model::Account const& account,
                                Days const& days)
{
    valuation::CashLedger ledger{account.keeps_cash};
    for (auto const& row : rows) {
        if (row.account_id == account.id) {
            ledger.add(row, days.day_of(row), account.base_currency, std::nullopt);
        }
    }
    return ledger;
}

/// \return  false: only all rows can tell
bool take_away(model::CashBalance& cash, model::CashBalance const& removed, std::optional<Date> last_added)
{
    bool const may_end_earlier = removed.last_day >= cash.last_day && last_added < cash.last_day;
    if (may_end_earlier || !cash.balance || !removed.balance) {
        return false;
    }
    cash.balance = valuation::difference(cash.balance, removed.balance);
    return true;
}

/// What is left of stored balances without these and with those, all of one account; nothing: only all rows can tell.
std::optional<std::vector<model::CashBalance>> exchanged(std::vector<model::CashBalance> balances,
                                                         std::vector<model::CashBalance> const& removed,
                                                         std::vector<model::CashBalance> const& added)
{
    for (auto const& less : removed) {
        auto const known = std::ranges::find(balances, less.currency, &model::CashBalance::currency);
        auto const more = std::ranges::find(added, less.currency, &model::CashBalance::currency);
        auto const last_added = more == added.end() ? std::nullopt : std::optional{more->last_day};
        if (known == balances.end() || !take_away(*known, less, last_added)) {
            return std::nullopt;
        }
    }
    return merged(std::move(balances), added);
}

bool is_at_or_before(std::optional<Date> first, std::optional<Date> other)
{
    return first && (!other || *first <= *other);
}

using BalancesByAccount = std::map<std::int64_t, std::vector<model::CashBalance>>;

/// What is known of accounts before their money is booked.
struct StoredCash {
    StoredCash(db::Database& database, std::vector<model::Account> const& accounts, std::map<std::int64_t, Date> first)
        : first_deposits(std::move(first))
    {
        db::CashStore const store{database};
        unbooked = store.unbooked(ids_of(accounts));
        for (auto const& cash : store.list(ids_of(accounts))) {
            balances[cash.account_id].push_back(cash);
        }
    }

    std::map<std::int64_t, Date> first_deposits;
    std::set<std::int64_t> unbooked;
    BalancesByAccount balances;
};

/// What accounts hold now, until all of it is written at once.
struct NewCash {
    void take(std::int64_t account_id, std::vector<model::CashBalance> const& cash)
    {
        accounts.push_back(account_id);
        std::ranges::copy(cash, std::back_inserter(balances));
    }

    void store(db::Database& database) const
    {
        if (!accounts.empty()) {
            db::CashStore{database}.replace(accounts, balances);
        }
    }

    std::vector<std::int64_t> accounts;
    std::vector<model::CashBalance> balances;
};

/// \return  false: only all rows can tell
bool exchange_cash(model::Account const& account, ExchangedRows const& rows, Days const& days, StoredCash& stored,
                   NewCash& now)
{
    auto const removed = ledger_of(rows.removed, account, days);
    auto const added = ledger_of(rows.added, account, days);
    auto const deposit = stored.first_deposits.find(account.id);
    auto const first_deposit = deposit == stored.first_deposits.end() ? std::nullopt : std::optional{deposit->second};
    bool const may_keep_other_days = is_at_or_before(removed.first_deposit(), first_deposit) ||
                                     is_at_or_before(added.first_deposit(), first_deposit);
    if (may_keep_other_days || stored.unbooked.contains(account.id)) {
        return false;
    }
    auto const since = valuation::kept_since(account.keeps_cash, first_deposit);
    auto const cash = since ? exchanged(std::move(stored.balances[account.id]), removed.balances(account.id, *since),
                                        added.balances(account.id, *since))
                            : std::vector<model::CashBalance>{};
    if (cash) {
        now.take(account.id, *cash);
    }
    return cash.has_value();
}

} // namespace

CashBooks::CashBooks(std::vector<model::Account> const& accounts, Days days) : m_days(std::move(days))
{
    for (auto const& account : accounts) {
        m_accounts.emplace(account.id, OfAccount{account.base_currency, valuation::CashLedger{account.keeps_cash}});
    }
}

void CashBooks::add(model::Transaction const& row)
{
    auto const account = m_accounts.find(row.account_id);
    if (account != m_accounts.end()) {
        account->second.ledger.add(row, m_days.day_of(row), account->second.base_currency, std::nullopt);
    }
}

std::vector<model::CashBalance> CashBooks::balances() const
{
    std::vector<model::CashBalance> all;
    for (auto const& [id, account] : m_accounts) {
        if (auto const since = account.ledger.kept_since()) {
            std::ranges::copy(account.ledger.balances(id, *since), std::back_inserter(all));
        }
    }
    return all;
}

std::vector<model::CashBalance> stored_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    db::CashStore const store{database};
    auto cash = store.list(ids_of(accounts));
    auto const unbooked = store.unbooked(ids_of(accounts));
    if (unbooked.empty()) {
        return cash;
    }
    std::vector<model::Account> to_read;
    std::ranges::copy_if(accounts, std::back_inserter(to_read),
                         [&](auto const& account) { return unbooked.contains(account.id); });
    std::ranges::copy(cash_from_rows(database, to_read), std::back_inserter(cash));
    std::ranges::sort(cash, {}, [](auto const& one) { return std::tie(one.account_id, one.currency); });
    return cash;
}

std::map<std::int64_t, Date> days_of_first_deposits(db::Database& database, std::vector<model::Account> const& accounts)
{
    std::map<std::int64_t, Date> first;
    if (accounts.empty()) {
        return first;
    }
    auto const rows = db::CashStore{database}.first_deposits(ids_of(accounts));
    if (!rows.empty()) {
        Days const days{db::AccountStore{database}.list()};
        std::ranges::for_each(rows, [&](auto const& row) { first.emplace(row.account_id, days.day_of(row)); });
    }
    return first;
}

std::optional<Date> kept_since(model::Account const& account, std::map<std::int64_t, Date> const& first_deposits)
{
    auto const first = first_deposits.find(account.id);
    return valuation::kept_since(account.keeps_cash,
                                 first == first_deposits.end() ? std::nullopt : std::optional{first->second});
}

namespace {

void replace_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    if (!accounts.empty()) {
        db::CashStore{database}.replace(ids_of(accounts), cash_from_rows(database, accounts));
    }
}

/// \return  false: only all rows can tell
bool add_cash(model::Account const& account, AddedMoney const& added, StoredCash& stored, NewCash& now)
{
    auto const deposit = stored.first_deposits.find(account.id);
    // An earlier first deposit makes the account keep what rows before had moved.
    bool const may_begin_earlier =
        deposit != stored.first_deposits.end() && added.rows.first_deposit() == deposit->second;
    if (added.had_rows && (may_begin_earlier || stored.unbooked.contains(account.id))) {
        return false;
    }
    if (auto const since = kept_since(account, stored.first_deposits)) {
        now.take(account.id, merged(std::move(stored.balances[account.id]), added.rows.balances(account.id, *since)));
    }
    return true;
}

} // namespace

void book_cash(db::Database& database, std::vector<model::Account> accounts,
               std::map<std::int64_t, AddedMoney> const& added)
{
    std::erase_if(accounts, [&](model::Account const& account) { return !added.contains(account.id); });
    auto first_deposits = days_of_first_deposits(database, accounts);
    bool const has_money = std::ranges::any_of(accounts, [&](model::Account const& account) {
        return added.at(account.id).had_rows || kept_since(account, first_deposits);
    });
    if (!has_money) {
        return; // none that they keep
    }
    StoredCash stored{database, accounts, std::move(first_deposits)};
    NewCash now;
    std::vector<model::Account> to_read;
    std::ranges::copy_if(accounts, std::back_inserter(to_read),
                         [&](auto const& account) { return !add_cash(account, added.at(account.id), stored, now); });
    now.store(database);
    replace_cash(database, to_read);
    price_cash(database, accounts);
}

void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts, ExchangedRows const& rows)
{
    Days const days{db::AccountStore{database}.list()};
    StoredCash stored{database, accounts, days_of_first_deposits(database, accounts)};
    NewCash now;
    std::vector<model::Account> to_read;
    std::ranges::copy_if(accounts, std::back_inserter(to_read),
                         [&](auto const& account) { return !exchange_cash(account, rows, days, stored, now); });
    now.store(database);
    replace_cash(database, to_read);
    price_cash(database, accounts);
}

void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    replace_cash(database, accounts);
    price_cash(database, accounts);
}

} // namespace pf::jobs
