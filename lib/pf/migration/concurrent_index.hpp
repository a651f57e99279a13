#pragma once

#include "pf/migration/statements.hpp"

#include <optional>

namespace pf::migration {

/// The name and the table of CREATE INDEX CONCURRENTLY, as they are written.
struct ConcurrentIndex {
    Range name; ///< empty when the server is to find one
    Range table;

    friend bool operator==(ConcurrentIndex const&, ConcurrentIndex const&) = default;
};

/// Nothing for any other statement.
[[nodiscard]] std::optional<ConcurrentIndex> concurrent_index(Script const& script, Statement const& statement);

} // namespace pf::migration
