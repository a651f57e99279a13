#pragma once

#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"

#include "support/temp_database.hpp"
#include "support/values.hpp"

#include <vector>

namespace pf::test {

/// A database with the accounts `main` (EUR) and `second` (USD), and import 1 into both.
struct Stores {
    explicit Stores(db::Backend backend) : temporary(backend)
    {
        main = accounts.create("main", Currency{"EUR"}, model::BookingMethod::fifo).id;
        second = accounts.create("second", Currency{"USD"}, model::BookingMethod::average).id;
        imports.add({import_of(1, main)});
        imports.add({import_of(1, second)});
    }

    void add(std::vector<model::Transaction> const& rows)
    {
        db::Atomic atomic{database};
        insert(rows);
        atomic.commit();
    }

    /// Within a transaction of the caller's.
    void insert(std::vector<model::Transaction> const& rows)
    {
        auto writer = transactions.insert();
        for (auto const& row : rows) {
            writer.add(row);
        }
        writer.finish();
    }

    TempDatabase temporary;
    db::Database& database = temporary.database();
    db::AccountStore accounts{database};
    db::ImportStore imports{database};
    db::TransactionStore transactions{database};
    db::PositionStore positions{database};
    db::PriceStore prices{database};
    std::int64_t main = 0;
    std::int64_t second = 0;
};

} // namespace pf::test
