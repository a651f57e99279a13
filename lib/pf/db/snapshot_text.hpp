#pragma once

#include "pf/model/snapshot.hpp"

#include <string>
#include <string_view>

namespace pf::db {

/// A snapshot's JSON columns, and what tells whether two snapshots say the same.
struct SnapshotText {
    explicit SnapshotText(model::Snapshot const& snapshot);

    std::string positions; ///< an array of objects
    std::string cash;      ///< an object: currency → amount
    std::string sha256;    ///< of everything that the snapshot says
};

/// The array `superseded` of a row that is replaced, with what the row says itself at the end.
/// \param superseded  the array so far
[[nodiscard]] std::string with_superseded(std::string_view superseded, model::StoredSnapshot const& old, Timestamp now);

} // namespace pf::db
