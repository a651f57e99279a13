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

/// \return  false: only all rows can tell
bool exchange_cash(db::Database& database, model::Account const& account, ExchangedRows const& rows, Days const& days)
{
    auto const removed = ledger_of(rows.removed, account, days);
    auto const added = ledger_of(rows.added, account, days);
    auto const first_deposit = day_of_first_deposit(database, account);
    bool const may_keep_other_days = is_at_or_before(removed.first_deposit(), first_deposit) ||
                                     is_at_or_before(added.first_deposit(), first_deposit);
    db::CashStore store{database};
    if (may_keep_other_days || !store.unbooked({account.id}).empty()) {
        return false;
    }
    auto const since = valuation::kept_since(account.keeps_cash, first_deposit);
    if (!since) {
        store.replace(account.id, {});
        return true;
    }
    auto const cash =
        exchanged(store.list({account.id}), removed.balances(account.id, *since), added.balances(account.id, *since));
    if (cash) {
        store.replace(account.id, *cash);
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

std::optional<Date> day_of_first_deposit(db::Database& database, model::Account const& account)
{
    auto const row = db::CashStore{database}.first_deposit(account.id);
    return row ? std::optional{Days{db::AccountStore{database}.list()}.day_of(*row)} : std::nullopt;
}

namespace {

void replace_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    if (accounts.empty()) {
        return;
    }
    auto const cash = cash_from_rows(database, accounts);
    db::CashStore store{database};
    for (auto const& account : accounts) {
        std::vector<model::CashBalance> own;
        std::ranges::copy_if(cash, std::back_inserter(own),
                             [&](auto const& one) { return one.account_id == account.id; });
        store.replace(account.id, own);
    }
}

void add_cash(db::Database& database, model::Account const& account, AddedMoney const& added)
{
    db::CashStore store{database};
    auto const first_deposit = day_of_first_deposit(database, account);
    // An earlier first deposit makes the account keep what rows before had moved.
    bool const may_begin_earlier = first_deposit && added.rows.first_deposit() == first_deposit;
    if (added.had_rows && (may_begin_earlier || !store.unbooked({account.id}).empty())) {
        return replace_cash(database, {account});
    }
    if (auto const since = valuation::kept_since(account.keeps_cash, first_deposit)) {
        store.replace(account.id, merged(store.list({account.id}), added.rows.balances(account.id, *since)));
    }
}

} // namespace

void book_cash(db::Database& database, std::vector<model::Account> const& accounts,
               std::map<std::int64_t, AddedMoney> const& added)
{
    std::vector<model::Account> changed;
    for (auto const& account : accounts) {
        if (auto const money = added.find(account.id); money != added.end()) {
            add_cash(database, account, money->second);
            changed.push_back(account);
        }
    }
    price_cash(database, changed);
}

void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts, ExchangedRows const& rows)
{
    Days const days{db::AccountStore{database}.list()};
    std::vector<model::Account> to_read;
    std::ranges::copy_if(accounts, std::back_inserter(to_read),
                         [&](auto const& account) { return !exchange_cash(database, account, rows, days); });
    replace_cash(database, to_read);
    price_cash(database, accounts);
}

void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts)
{
    replace_cash(database, accounts);
    price_cash(database, accounts);
}

} // namespace pf::jobs
