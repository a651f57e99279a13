#include "pf/db/sqlite/lock_file.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>

namespace pf::db::sqlite {

namespace {

/// Only words for people: when they cannot be written, the lock holds all the same.
void write_holder(int file, std::string const& who)
{
    auto const text = who + " (process " + std::to_string(::getpid()) + ", since " + base::to_text(base::now()) + ")\n";
    if (::ftruncate(file, 0) == 0) {
        [[maybe_unused]] auto const written = ::write(file, text.data(), text.size());
    }
}

} // namespace

std::optional<LockFile> LockFile::try_lock(std::string const& path, std::string const& who)
{
    LockFile lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (lock.m_file < 0) {
        throw Error{ExitCode::cannot_create, std::string{"cannot open the lock file: "} + std::strerror(errno), path,
                    "check the permissions of the folder"};
    }
    if (::flock(lock.m_file, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return std::nullopt;
        }
        throw Error{ExitCode::io_error, std::string{"cannot lock: "} + std::strerror(errno), path,
                    "does the file system know locks?"};
    }
    write_holder(lock.m_file, who);
    return lock;
}

std::string LockFile::holder(std::string const& path)
{
    LockFile const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    std::array<char, 256> bytes{};
    auto const size = file.m_file < 0 ? -1 : ::read(file.m_file, bytes.data(), bytes.size());
    auto const text =
        base::trimmed(std::string_view{bytes.data(), size > 0 ? static_cast<std::size_t>(size) : std::size_t{0}});
    return text.empty() ? "another process" : std::string{text};
}

LockFile::~LockFile()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

} // namespace pf::db::sqlite
