#pragma once

#include "pf/backup/streams.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace pf::backup {

/// A backup in the making: a file under a hidden name, which is removed unless it gets its own.
class PartialFile {
public:
    /// \throws pf::Error  cannot_create, permission, io_error
    PartialFile(std::filesystem::path folder, std::string name);
    PartialFile(PartialFile const&) = delete;
    PartialFile& operator=(PartialFile const&) = delete;
    ~PartialFile();

    [[nodiscard]] int descriptor() const { return m_file.get(); }
    [[nodiscard]] std::filesystem::path const& path() const { return m_partial; }
    [[nodiscard]] std::string shown() const { return (m_folder / m_name).string(); }

    /// Wait until it is on the disk, and forget what memory holds of it, so that reading it reads the disk.
    void sync();

    /// Give it its name, and wait until the folder is on the disk, too.
    /// \return  its path
    std::filesystem::path publish();

private:
    [[noreturn]] void fail(char const* what) const;

    std::filesystem::path m_folder;
    std::string m_name;
    std::filesystem::path m_partial;
    Descriptor m_file;
    bool m_published = false;
};

/// How many bytes an ordinary user can still write there.
[[nodiscard]] std::uint64_t free_space(std::filesystem::path const& folder);

} // namespace pf::backup
