#pragma once

#include "pf/db/database.hpp"
#include "pf/model/cash_balance.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace pf::db {

/// `cash_balances`: the money that accounts hold, derived from `transactions` and stored so that reading is cheap.
class CashStore {
public:
    explicit CashStore(Database& database) : m_database(database) {}

    /// Ordered by account and currency; of booked accounts only.
    [[nodiscard]] std::vector<model::CashBalance> list(std::vector<std::int64_t> const& account_ids) const;

    /// Those of these accounts whose stored balances are not those of their transactions: they were written by a
    /// program that did not know of money yet.
    [[nodiscard]] std::set<std::int64_t> unbooked(std::vector<std::int64_t> const& account_ids) const;

    /// The account's first deposit, withdrawal or transfer of money: only its account, moment, type and counter
    /// account.
    [[nodiscard]] std::optional<model::Transaction> first_deposit(std::int64_t account_id) const;

    /// From now on this is what the account holds, and it counts as booked.
    /// \param balances  of this account, one for each currency
    void replace(std::int64_t account_id, std::vector<model::CashBalance> const& balances);

    /// What these are worth in the base currency of their accounts; nothing: unknown.
    struct InBase {
        std::int64_t account_id = 0;
        Currency currency;
        std::optional<Decimal> balance_base;
    };
    void set_in_base(std::vector<InBase> const& balances);

private:
    Database& m_database;
};

} // namespace pf::db
