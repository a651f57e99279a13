#pragma once

#include "pf/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf::backup {

/// Of archives that this program writes; it reads this one and all before it.
inline constexpr int format_version = 1;

/// One table of a backup: the member `NAME.csv` of the archive.
struct TableEntry {
    std::string name;
    std::vector<std::string> columns;
    std::int64_t rows = 0;
    std::uint64_t bytes = 0; ///< of the CSV
    std::string blake2b;     ///< of the CSV: BLAKE2b with 256 bits, 64 hex digits, what `b2sum -l 256` prints

    friend bool operator==(TableEntry const&, TableEntry const&) = default;
};

/// What an archive says of itself: its first member, `manifest.json`.
struct Manifest {
    int format = format_version;
    std::int64_t schema_version = 0; ///< of the database: the newest migration applied
    Timestamp created_at;            ///< to the second; the name of the file has the same
    std::string tool_version;
    std::string source;             ///< the database, never with a password
    std::vector<TableEntry> tables; ///< those that others refer to come first

    [[nodiscard]] std::int64_t rows() const;

    friend bool operator==(Manifest const&, Manifest const&) = default;
};

[[nodiscard]] std::string to_json(Manifest const& manifest);

/// \throws pf::Error  bad_data, when it is not a manifest; schema, when a newer program has written it
[[nodiscard]] Manifest parse_manifest(std::string_view json, std::string const& where);

} // namespace pf::backup
