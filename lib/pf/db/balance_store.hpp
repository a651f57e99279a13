#pragma once

#include "pf/db/database.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/model/balance.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace pf::db {

/// `balances`: what sources say is held.
class BalanceStore {
public:
    explicit BalanceStore(Database& database) : m_database(database) {}

    /// Of these accounts, by account, ticker or currency, moment, import and line.
    [[nodiscard]] std::vector<model::Balance> list(std::vector<std::int64_t> const& account_ids) const;

    /// How many an account has.
    [[nodiscard]] std::int64_t count(std::int64_t account_id) const;

    /// By account; those that have none are absent.
    [[nodiscard]] std::map<std::int64_t, FingerprintSet>
    fingerprints(std::vector<std::int64_t> const& account_ids) const;

    /// \return  how many the imports had
    std::int64_t remove_imports(std::set<std::int64_t> const& import_ids);

    /// Adds rows in bulk; nothing else may use the connection until `finish`.
    class Writer {
    public:
        explicit Writer(Database& database);
        Writer(Writer&&) noexcept;
        ~Writer();
        void add(model::Balance const& balance);
        void finish();

    private:
        struct Impl;
        std::unique_ptr<Impl> m_impl;
    };

private:
    Database& m_database;
};

} // namespace pf::db
