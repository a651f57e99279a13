#pragma once

#include "pf/backup/key.hpp"
#include "pf/backup/manifest.hpp"
#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace pf::jobs {

/// Where backups go, and what encrypts them.
struct BackupPlace {
    std::filesystem::path folder;
    std::optional<std::filesystem::path> key_file; ///< nothing: not encrypted
    bool takes_plain = false;                      ///< see `backup::Trust`

    /// The words of the command line; where they are empty, what the settings say.
    /// \param portfolio  whose backups have a folder of their own in the settings' one, and in any that all portfolios
    ///                   are to share; empty: none
    /// \throws pf::Error  config, when there is no folder to take
    [[nodiscard]] static BackupPlace of(cli::Common const& common, std::string const& portfolio,
                                        std::string const& folder = {}, std::string const& key_file = {});

    /// \throws pf::Error  see `backup::read_key_file`
    [[nodiscard]] std::optional<backup::Key> key() const;

    /// What opens what is there.
    /// \throws pf::Error  usage, when plain backups are to be taken and nothing would refuse them
    [[nodiscard]] backup::Trust trust() const;
};

/// A backup that is complete, on the disk, and was read back.
struct CreatedBackup {
    std::filesystem::path path;
    backup::Manifest manifest;
    std::uint64_t size = 0;
    bool encrypted = false;
    int swept = 0; ///< files that runs that died had left in the folder
};

/// Write a backup of the database as it is, whatever its schema version: under a hidden name, then to the disk, then
/// read back and compared; only then it gets its name. Whatever fails, no file is left. \throws pf::Error  busy, when
/// another run works in the folder; io_error, when there is too little room, or the disk
///                    fails; cannot_create, permission; schema
[[nodiscard]] CreatedBackup create_backup(db::Database& database, BackupPlace const& place, cli::Common const& common);

} // namespace pf::jobs
