#pragma once

#include <optional>
#include <string>
#include <utility>

namespace pf::db::sqlite {

/// A file that one process holds; the system lets go of it when the process ends, however that happens. The file stays
/// where it is: removing it would let two processes hold two files of that name.
class LockFile {
public:
    /// \param who  written into the file, for whoever finds it held
    /// \return     nothing when another process, or another connection of this one, holds it
    /// \throws pf::Error  cannot_create, when it cannot be opened
    [[nodiscard]] static std::optional<LockFile> try_lock(std::string const& path, std::string const& who);

    /// Who holds it, as they wrote it.
    [[nodiscard]] static std::string holder(std::string const& path);

    LockFile(LockFile&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    LockFile& operator=(LockFile&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~LockFile();

private:
    explicit LockFile(int file) : m_file(file) {}
    int m_file;
};

} // namespace pf::db::sqlite
