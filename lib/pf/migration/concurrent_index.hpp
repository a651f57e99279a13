#pragma once

#include "pf/migration/file.hpp"
#include "pf/migration/statements.hpp"

#include <optional>
#include <string>

namespace pf::migration {

/// The name and the table of CREATE INDEX CONCURRENTLY, as they are written.
struct ConcurrentIndex {
    std::optional<std::string> name; ///< nothing when the server is to find one
    std::string table;

    friend bool operator==(ConcurrentIndex const&, ConcurrentIndex const&) = default;
};

/// Nothing for any other statement.
[[nodiscard]] std::optional<ConcurrentIndex> concurrent_index(Script const& script, Statement const& statement);

/// The file as it runs within a transaction of others, where nobody can be kept waiting by it anyway: every
/// CONCURRENTLY is blanked, so that positions stay, and it counts as transactional. Name and checksum are the same.
[[nodiscard]] File within_transaction(File file);

} // namespace pf::migration
