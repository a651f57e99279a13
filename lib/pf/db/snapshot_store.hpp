#pragma once

#include "pf/db/database.hpp"
#include "pf/db/snapshot_text.hpp"
#include "pf/model/snapshot.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::db {

class RowWriter;

/// An account and a day.
using SnapshotKey = std::pair<std::int64_t, Date>;

/// What a row of `portfolio_snapshots` says beside its positions: enough to tell whether it still holds, and to replace
/// it.
struct SnapshotRow {
    model::StoredSnapshot stored; ///< without cash and positions
    std::string sha256;           ///< as `SnapshotText::sha256`; empty when it was not written by us
    std::string superseded;       ///< JSON
};

/// One row to write.
struct NewSnapshot {
    model::Snapshot const& snapshot;
    SnapshotText const& text;
    std::int64_t data_version = 0;
    Timestamp created_at{};
    std::optional<Timestamp> restated_at{};
    std::string superseded = "[]";
};

class SnapshotStore {
public:
    explicit SnapshotStore(Database& database) : m_database(database) {}

    /// Amounts and counts without cash and positions, by day and account. \param first, last  inclusive
    [[nodiscard]] std::vector<model::StoredSnapshot> list(std::vector<std::int64_t> const& account_ids, Date first,
                                                          Date last) const;

    /// One day's, with cash and positions, by account.
    [[nodiscard]] std::vector<model::StoredSnapshot> of_day(std::vector<std::int64_t> const& account_ids,
                                                            Date day) const;

    /// What was stored of a day before it was restated, by account, oldest first.
    [[nodiscard]] std::vector<model::SupersededSnapshot> history(std::vector<std::int64_t> const& account_ids,
                                                                 Date day) const;

    /// The stored days of each account.
    [[nodiscard]] std::map<std::int64_t, std::set<Date>> days(std::vector<std::int64_t> const& account_ids) const;

    /// The newest day of each account, up to `last`.
    [[nodiscard]] std::vector<model::StoredSnapshot> newest(std::vector<std::int64_t> const& account_ids,
                                                            Date last) const;

    /// To compare with. \param first, last  inclusive
    [[nodiscard]] std::map<SnapshotKey, SnapshotRow> rows(std::vector<std::int64_t> const& account_ids, Date first,
                                                          Date last) const;

    /// Adds rows in bulk.
    class Writer {
    public:
        Writer(Writer&&) noexcept;
        ~Writer();
        void add(NewSnapshot const& row);
        void finish();

    private:
        friend class SnapshotStore;
        explicit Writer(std::unique_ptr<RowWriter> rows);
        std::unique_ptr<RowWriter> m_rows;
    };

    /// Days that are not stored yet; nothing else may use the connection until `finish`.
    [[nodiscard]] Writer insert();

    /// Days that are; they reach the database in `finish`.
    [[nodiscard]] Writer replace();

private:
    Database& m_database;
};

} // namespace pf::db
