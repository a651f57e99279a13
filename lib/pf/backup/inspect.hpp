#pragma once

#include "pf/backup/archive.hpp"
#include "pf/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace pf::backup {

/// Told how far reading a file is: bytes read, and its size. May throw to stop.
using ReadProgress = std::function<void(std::uint64_t, std::uint64_t)>;

/// What can be said of a backup without unpacking it.
struct Inspected {
    bool encrypted = false;
    std::optional<Manifest> manifest; ///< nothing when it is damaged, or encrypted and there is no key
    std::optional<bool> intact;   ///< every byte is as it was sealed, and so as it was verified then, and as whoever
                                  ///< has the key wrote it; nothing when that was not looked at
    std::optional<Error> problem; ///< why it cannot be used
};

/// Read the manifest and, unless `quick`, compare all bytes with the seal and, with a key, prove them by it. A damaged
/// file is no error but a finding.
/// \throws pf::Error  io_error, when reading fails
[[nodiscard]] Inspected inspect(std::filesystem::path const& file, Trust const& trust, bool quick,
                                ReadProgress const& progress);

/// Unpack all of it and compare every table with the manifest.
/// \throws pf::Error  as `Reader`
Manifest verify(std::filesystem::path const& file, Trust const& trust, ReadProgress const& progress);

} // namespace pf::backup
