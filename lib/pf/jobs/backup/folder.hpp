#pragma once

#include "pf/backup/inspect.hpp"
#include "pf/backup/key.hpp"
#include "pf/backup/retention.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/log.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace pf::jobs {

/// Look at everything in a folder of backups, without what we keep there for ourselves; each backup is compared with
/// its seal to the last byte.
/// \throws pf::Error  permission, io_error
[[nodiscard]] std::vector<backup::FoundFile> find_files(std::filesystem::path const& folder, backup::Trust const& trust,
                                                        cli::Common const& common);

/// A backup that is good to its last byte.
struct GoodBackup {
    std::filesystem::path path;
    backup::Manifest manifest;
    std::uint64_t size = 0;
};

/// The newest good backup of a folder, and what was found wrong with newer ones. One from the future is named, and
/// counts only when there is no other.
struct Newest {
    std::optional<GoodBackup> good;
    std::vector<cli::Complaint> complaints;
};

/// \throws pf::Error  permission, io_error
[[nodiscard]] Newest find_newest(std::filesystem::path const& folder, backup::Trust const& trust,
                                 cli::Common const& common);

} // namespace pf::jobs
