#pragma once

#include "pf/db/database.hpp"
#include "pf/model/transaction.hpp"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::db {

/// An account and a ticker.
struct Instrument {
    std::int64_t account_id = 0;
    std::string ticker;

    friend bool operator==(Instrument const&, Instrument const&) = default;
    friend auto operator<=>(Instrument const&, Instrument const&) = default;
};

/// The fingerprints that an account holds in a range of dates; 16 bytes each, sorted.
class FingerprintSet {
public:
    FingerprintSet() = default;
    explicit FingerprintSet(std::vector<model::Fingerprint> fingerprints);

    [[nodiscard]] bool contains(model::Fingerprint const& fingerprint) const;
    [[nodiscard]] std::size_t size() const { return m_sorted.size(); }

private:
    std::vector<model::Fingerprint> m_sorted;
    std::vector<std::uint32_t> m_starts; ///< where the fingerprints with each first two bytes begin
};

class TransactionStore {
public:
    explicit TransactionStore(Database& database) : m_database(database) {}

    /// \param first, last  inclusive
    [[nodiscard]] FingerprintSet fingerprints(std::int64_t account_id, Timestamp first, Timestamp last) const;

    /// One more than the account's highest transaction id.
    [[nodiscard]] std::int64_t next_id(std::int64_t account_id) const;

    /// Adds rows in bulk; nothing else may use the connection until `finish`.
    class Writer {
    public:
        explicit Writer(Database& database);
        Writer(Writer&&) noexcept;
        ~Writer();
        void add(model::Transaction const& transaction);
        void finish();

    private:
        struct Impl;
        std::unique_ptr<Impl> m_impl;
    };
    [[nodiscard]] Writer insert() { return Writer(m_database); }

    using Visitor = std::function<void(model::Transaction const&)>;

    /// The transactions of these instruments, ticker by ticker, each in `model::booking_order` (all its accounts
    /// merged). Streams: memory does not grow with their number. `description` and `external_id` are left empty. The
    /// visitor must not use the connection. \param min_import_id  only rows of imports from this id on (0: all)
    void visit(std::set<Instrument> const& instruments, std::int64_t min_import_id, Visitor const& visitor) const;

    /// The same for every instrument of these accounts, up to and including a moment.
    void visit_accounts(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// The rows of these accounts that belong to no instrument (deposits, withdrawals, fees …), up to and including a
    /// moment, by account and moment. As `visit`.
    void visit_cash(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// The instruments and all that transfers between own accounts connect with them.
    [[nodiscard]] std::set<Instrument> with_transfers(std::set<Instrument> const& instruments) const;

    /// Instruments with rows in another currency than their position's or the account's base currency that have no rate
    /// of their own: a new FX rate may change them.
    [[nodiscard]] std::set<Instrument> depending_on_rates() const;

    [[nodiscard]] std::set<Instrument> instruments_of_import(std::int64_t import_id) const;
    [[nodiscard]] std::vector<model::Transaction> list_import(std::int64_t import_id, std::int64_t limit) const;

    /// The day of the import's earliest row; the last day there is when it has none.
    [[nodiscard]] Date first_day_of_import(std::int64_t import_id) const;

    /// \return  how many rows were removed
    std::int64_t remove_import(std::int64_t import_id);

private:
    Database& m_database;
};

} // namespace pf::db
