#pragma once

#include "pf/jobs/import/changed_rows.hpp"
#include "pf/jobs/import/twins.hpp"
#include "pf/jobs/import/write.hpp"

#include <cstdint>
#include <cstring>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace pf::jobs {

struct FingerprintHash {
    std::size_t operator()(model::Fingerprint const& fingerprint) const
    {
        std::size_t value = 0;
        std::memcpy(&value, fingerprint.data(), sizeof value);
        return value;
    }
};

/// An account while a file is written: what it held before, and what the file brings it.
struct AccountWriter {
    model::Account const* account = nullptr;
    model::ImportCounts counts;
    std::int64_t next_id = 0;
    db::FingerprintSet known;
    std::unordered_set<model::Fingerprint, FingerprintHash>
        known_ids; ///< of rows of this file with an id of their source
    AddedMoney money;
    bool has_new_rows = false; ///< also such as another account's row brought, by a transfer
};

using AccountWriters = std::unordered_map<std::string, AccountWriter>; ///< by name

/// The accounts of a file, and what they hold that its rows may say in other words.
struct PreparedAccounts {
    AccountWriters writers;
    Twins twins;             ///< of new rows; none, where exports do not vary in detail
    StoredContents contents; ///< of rows with an id of their source
};

/// All that the file needs of its accounts before the bulk load occupies the connection; the import is entered. As many
/// statements for thousands of accounts as for one.
[[nodiscard]] PreparedAccounts prepare_accounts(db::Database& database, ImportInput const& input, FileScan const& scan,
                                                WriteContext const& context);

void store_counts(db::Database& database, AccountWriters const& writers, std::int64_t import_id);

/// What becomes of a row.
enum class Fate { inserted, duplicate, ignored, rejected };

void count(model::ImportCounts& counts, Fate fate, std::int64_t rows);

} // namespace pf::jobs
