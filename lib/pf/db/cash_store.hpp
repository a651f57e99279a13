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

    /// The first deposit, withdrawal or transfer of money of each of these accounts that has any: only its account,
    /// moment, type and counter account.
    [[nodiscard]] std::vector<model::Transaction> first_deposits(std::vector<std::int64_t> const& account_ids) const;

    /// From now on this is what these accounts hold, and they count as booked.
    /// \param balances  of these accounts, one for each account and currency
    void replace(std::vector<std::int64_t> const& account_ids, std::vector<model::CashBalance> const& balances);

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
