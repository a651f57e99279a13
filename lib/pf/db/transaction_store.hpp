#pragma once

#include "pf/db/database.hpp"
#include "pf/model/families.hpp"
#include "pf/model/transaction.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
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

/// The fingerprints that an account holds in a range of dates; 16 bytes each, sorted, and nothing where there are none.
class FingerprintSet {
public:
    FingerprintSet() = default;
    explicit FingerprintSet(std::vector<model::Fingerprint> fingerprints);

    [[nodiscard]] bool contains(model::Fingerprint const& fingerprint) const;
    [[nodiscard]] std::size_t size() const { return m_sorted.size(); }

private:
    std::vector<model::Fingerprint> m_sorted;
    int m_bucket_bits = 0;
    std::vector<std::uint32_t> m_starts; ///< where the fingerprints with the same first bits begin
};

/// By account, as the fingerprints are.
[[nodiscard]] std::map<std::int64_t, FingerprintSet>
sets_of(std::map<std::int64_t, std::vector<model::Fingerprint>>&& fingerprints);

/// A stretch of an account's time, both moments inclusive.
struct Period {
    std::int64_t account_id = 0;
    Timestamp first;
    Timestamp last;
};

class TransactionStore {
public:
    explicit TransactionStore(Database& database) : m_database(database) {}

    /// Of the transactions of these periods, one for each account, and of all that corrections took the place of.
    /// \return  by account; those that have none are absent
    [[nodiscard]] std::map<std::int64_t, FingerprintSet> fingerprints(std::vector<Period> const& periods) const;

    /// One more than the highest transaction id of each account, those included that corrections took the place of.
    [[nodiscard]] std::map<std::int64_t, std::int64_t> next_ids(std::vector<std::int64_t> const& account_ids) const;

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

    /// Gets the rows of one moment that are booked together, in no particular order; it may give them one.
    using MomentVisitor = std::function<void(std::span<model::Transaction>)>;

    /// Which instruments conversions connect, in any account.
    [[nodiscard]] model::Families families() const;

    /// The transactions of these instruments, ticker by ticker and family by family, each moment by moment (all its
    /// accounts and members merged). Streams: memory does not grow with their number. `description` is
    /// left empty. The visitor must not use the connection.
    /// \param min_import_id  only rows of imports from this id on (0: all)
    void visit(std::set<Instrument> const& instruments, std::int64_t min_import_id, model::Families const& families,
               MomentVisitor const& visitor) const;

    /// The same for every instrument of these accounts, up to and including a moment.
    void visit_accounts(std::vector<std::int64_t> const& account_ids, Timestamp until, model::Families const& families,
                        MomentVisitor const& visitor) const;

    /// The rows of these accounts that belong to no instrument (deposits, withdrawals, fees …), up to and including a
    /// moment, by account and moment. As `visit`.
    void visit_cash(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// All rows of these accounts up to and including a moment, by account, moment and id. As `visit`.
    void visit_by_date(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// What income follows from: dividends and such, taxes, and the trades of instruments that have any; by account and
    /// moment, without ids, lots and the source's own words. As `visit`.
    void visit_income(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// The rows that have a fee or are one, and taxes; likewise.
    void visit_costs(std::vector<std::int64_t> const& account_ids, Timestamp until, Visitor const& visitor) const;

    /// All rows of these periods, in any order. As `visit`.
    void visit_periods(std::vector<Period> const& periods, Visitor const& visitor) const;

    /// How many rows of these accounts come after that moment.
    [[nodiscard]] std::int64_t count_after(std::vector<std::int64_t> const& account_ids, Timestamp moment) const;

    /// The instruments and all that transfers between own accounts, and conversions within one, connect with them.
    [[nodiscard]] std::set<Instrument> connected_with(std::set<Instrument> const& instruments) const;

    /// These accounts and all that transfers of units connect with them, however far, ascending.
    [[nodiscard]] std::vector<std::int64_t> accounts_connected_with(std::vector<std::int64_t> const& account_ids) const;

    /// Instruments with rows in another currency than their position's or the account's base currency that have no rate
    /// of their own: a new FX rate may change them.
    [[nodiscard]] std::set<Instrument> depending_on_rates() const;

    /// Accounts with rows that name this one as the other side of a transfer.
    [[nodiscard]] std::vector<std::int64_t> accounts_linked_to(std::int64_t account_id) const;

    /// The moments of rows that have only a date, as far as they depend on where the account's days begin: its own rows
    /// but for what arrives from other accounts, and what arrives from it in others; what was corrected, too.
    [[nodiscard]] std::set<Timestamp> starts_of_days(std::int64_t account_id) const;

    /// Give the rows of one of these moments another one.
    void move_start_of_day(std::int64_t account_id, Timestamp from, Timestamp to);

    [[nodiscard]] std::set<Instrument> instruments_of_account(std::int64_t account_id) const;
    [[nodiscard]] std::set<Instrument> instruments_of_import(std::int64_t import_id) const;
    [[nodiscard]] std::int64_t count_import(std::int64_t import_id) const;

    /// The first of its rows, by line, with description and external id. Streams; the visitor must not use the
    /// connection.
    void visit_import(std::int64_t import_id, std::int64_t limit, Visitor const& visitor) const;

    /// The moment of the earliest row of each of these accounts that has any.
    [[nodiscard]] std::map<std::int64_t, Timestamp> first_moments(std::vector<std::int64_t> const& account_ids) const;

    /// Where its transactions that are in the books stood in its file, and their fingerprints, by line.
    struct Line {
        std::int64_t line_no = 0;
        model::Fingerprint fingerprint{};
    };
    [[nodiscard]] std::vector<Line> lines_of_import(std::int64_t import_id) const;

    /// A day that none of the import's rows is before, wherever their accounts' days begin; the last day there is when
    /// it has none.
    [[nodiscard]] Date first_day_of_import(std::int64_t import_id) const;

private:
    void visit_singles(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                       MomentVisitor const& visitor) const;
    void visit_family(std::set<Instrument> const& instruments, std::int64_t min_import_id,
                      MomentVisitor const& visitor) const;

    Database& m_database;
};

} // namespace pf::db
