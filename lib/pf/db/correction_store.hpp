#pragma once

#include "pf/db/database.hpp"
#include "pf/model/transaction.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db {

/// Which transaction.
struct TransactionKey {
    std::int64_t account_id = 0;
    std::int64_t id = 0;

    friend bool operator==(TransactionKey const&, TransactionKey const&) = default;
    friend auto operator<=>(TransactionKey const&, TransactionKey const&) = default;
};

/// A transaction as people look at it.
struct NotedTransaction {
    model::Transaction transaction;
    std::string note;
};

/// A transaction that a correction took the place of.
struct SupersededTransaction {
    model::Transaction transaction;
    std::int64_t superseded_by = 0; ///< the import that the correction is
};

/// The format of an import that stands for rows of a file which took the place of stored ones.
constexpr std::string_view update_format = "pf-import";

/// Changes of single transactions. A correction is an import of its own; the rows that it takes the place of stand in
/// `superseded_transactions` and come back when it is undone.
class CorrectionStore {
public:
    explicit CorrectionStore(Database& database) : m_database(database) {}

    /// With description and external id; nothing, when there is none.
    [[nodiscard]] std::optional<NotedTransaction> find(TransactionKey key) const;

    /// The import that took the place of a transaction which is in the books no more; nothing, when none did.
    [[nodiscard]] std::optional<std::int64_t> superseding(TransactionKey key) const;

    /// All transactions of the events that these are of: those of the same row of the same import, as the two sides of
    /// a transfer or an exchange. By account and id. \param transactions  only their imports and lines matter
    [[nodiscard]] std::vector<model::Transaction> events_of(std::vector<model::Transaction> const& transactions) const;

    /// What stood in the place of the transactions that an import added, the latest first.
    [[nodiscard]] std::vector<SupersededTransaction> superseded_by(std::int64_t import_id) const;

    /// By whom it was.
    enum class Superseded { by_anybody, by_hand };

    /// What corrections took out of the books of accounts, with description and external id, in any order. The
    /// visitor must not use the connection.
    /// \param by  by_hand: not what the rows of another file took the place of
    void visit_superseded(std::vector<std::int64_t> const& account_ids, Superseded by,
                          std::function<void(model::Transaction const&)> const& visitor) const;

    /// All transactions of these accounts up to and including a moment, by account, moment and id, with description and
    /// external id. Streams; the visitor must not use the connection.
    void visit(std::vector<std::int64_t> const& account_ids, Timestamp until,
               std::function<void(NotedTransaction const&)> const& visitor) const;

    /// Is there a transaction of the same fingerprint in its account?
    [[nodiscard]] bool knows(model::Transaction const& transaction) const;

    /// An empty note is none.
    void set_note(TransactionKey key, std::string const& note);

    /// Take these out of the books for what the import adds. The caller holds their accounts.
    void supersede(std::vector<TransactionKey> const& keys, std::int64_t import_id);

    /// The import, and the corrections of what it and they have added.
    [[nodiscard]] std::set<std::int64_t> with_corrections(std::int64_t import_id) const;

    /// Remove what these imports added, and bring back what they took the place of and none of them had added.
    /// \return  how many transactions were removed
    std::int64_t take_back(std::set<std::int64_t> const& import_ids);

private:
    Database& m_database;
};

} // namespace pf::db
