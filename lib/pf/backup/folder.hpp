#pragma once

#include "pf/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::backup {

/// `pf-20261121T083000Z.tar.zst`, or `….tar.zst.enc`.
[[nodiscard]] std::string file_name(Timestamp created_at, bool encrypted);

/// A file that has the name of a backup.
struct BackupFile {
    std::filesystem::path path;
    Timestamp created_at; ///< as its name says
    bool encrypted = false;
    std::uint64_t size = 0;

    friend bool operator==(BackupFile const&, BackupFile const&) = default;
};

/// What a backup is called until it is complete: hidden, and not the name of a backup.
[[nodiscard]] std::string partial_name(std::string_view name);

/// Nothing when it is not the name of a backup.
[[nodiscard]] std::optional<BackupFile> parse_file_name(std::string_view name);

/// The backups in a folder, newest first; none when there is no such folder.
/// \throws pf::Error  permission, io_error
[[nodiscard]] std::vector<BackupFile> list_folder(std::filesystem::path const& folder);

/// Keeps all others that write backups into a folder, or remove them, away while it lives; the kernel frees it when the
/// process dies. Creates the folder (0700) when it is missing.
class FolderLock {
public:
    /// \param holder  who we are, for others' messages: `pf-backup/3f9a2c`
    /// \throws pf::Error  busy, naming the holder; cannot_create; permission
    FolderLock(std::filesystem::path const& folder, std::string_view holder);
    FolderLock(FolderLock const&) = delete;
    FolderLock& operator=(FolderLock const&) = delete;
    ~FolderLock();

    /// Remove what runs that died have left behind.
    /// \return  how many files
    int sweep() const;

    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    int m_file = -1;
};

} // namespace pf::backup
