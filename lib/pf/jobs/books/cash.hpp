#pragma once

#include "pf/db/database.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/model/account.hpp"
#include "pf/model/cash_balance.hpp"
#include "pf/valuation/cash_ledger.hpp"
#include "pf/valuation/cash_moves.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace pf::jobs {

/// The money of accounts as their rows come by, in any order.
class CashBooks {
public:
    /// \param days  of these accounts, and of those that transfers connect with them
    CashBooks(std::vector<model::Account> const& accounts, Days days);

    /// A row of one of the accounts; those of others are left out.
    void add(model::Transaction const& row);

    /// What they hold after all rows, by account and currency.
    [[nodiscard]] std::vector<model::CashBalance> balances() const;

private:
    struct OfAccount {
        Currency base_currency;
        valuation::CashLedger ledger;
    };
    std::map<std::int64_t, OfAccount> m_accounts;
    Days m_days;
};

/// The stored money of accounts, by account and currency; of those that were not booked yet, what their rows leave.
[[nodiscard]] std::vector<model::CashBalance> stored_cash(db::Database& database,
                                                          std::vector<model::Account> const& accounts);

/// The days of these accounts' first deposits, withdrawals or transfers of money, by account; those without are absent.
[[nodiscard]] std::map<std::int64_t, Date> days_of_first_deposits(db::Database& database,
                                                                  std::vector<model::Account> const& accounts);

/// The first day whose money stays in the account; nothing while it keeps none.
/// \param first_deposits  as `days_of_first_deposits` has them
[[nodiscard]] std::optional<Date> kept_since(model::Account const& account,
                                             std::map<std::int64_t, Date> const& first_deposits);

/// What rows that were added to an account moved.
struct AddedMoney {
    valuation::CashMoves rows; ///< these alone
    bool had_rows = false;     ///< were there others before?
};

/// Bring the stored money of accounts in line with rows that were added to them. The caller holds the accounts.
/// \param added  by account; those of no account in `accounts` are left out
void book_cash(db::Database& database, std::vector<model::Account> accounts,
               std::map<std::int64_t, AddedMoney> const& added);

/// Rows that left the books, and rows that came, of any accounts.
struct ExchangedRows {
    std::vector<model::Transaction> const& removed;
    std::vector<model::Transaction> const& added;
};

/// The same for accounts of which rows were exchanged for others: their other rows are only read where these alone
/// cannot tell.
void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts, ExchangedRows const& rows);

/// The same from all rows of these accounts, whatever is stored.
void rebook_cash(db::Database& database, std::vector<model::Account> const& accounts);

} // namespace pf::jobs
