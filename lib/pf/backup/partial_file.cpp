#include "pf/backup/partial_file.hpp"

#include "pf/backup/folder.hpp"
#include "pf/base/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace pf::backup {

namespace {

int create(std::filesystem::path const& path)
{
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 || ::fchmod(file, 0600) != 0) { // whatever the umask is
        auto const code =
            errno == EACCES || errno == EPERM || errno == EROFS ? ExitCode::permission : ExitCode::cannot_create;
        throw Error{code, std::string{"the backup cannot be created: "} + std::strerror(errno), path.string(),
                    "choose another folder with --to"};
    }
    return file;
}

} // namespace

PartialFile::PartialFile(std::filesystem::path folder, std::string name)
    : m_folder(std::move(folder)),
      m_name(std::move(name)),
      m_partial(m_folder / partial_name(m_name)),
      m_file(create(m_partial))
{
}

PartialFile::~PartialFile()
{
    if (!m_published) {
        ::unlink(m_partial.c_str());
    }
}

void PartialFile::fail(char const* what) const
{
    throw Error{ExitCode::io_error, std::string{what} + ": " + std::strerror(errno), shown(),
                "check the disk; older backups are as they were"};
}

void PartialFile::sync()
{
    if (::fsync(m_file.get()) != 0) {
        fail("the backup cannot be written to the disk");
    }
    ::posix_fadvise(m_file.get(), 0, 0, POSIX_FADV_DONTNEED);
}

std::filesystem::path PartialFile::publish()
{
    auto path = m_folder / m_name;
    if (::rename(m_partial.c_str(), path.c_str()) != 0) {
        fail("the backup cannot be given its name");
    }
    m_published = true;
    Descriptor const folder{::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
        fail("the backup is complete, but its name cannot be written to the disk");
    }
    return path;
}

std::uint64_t free_space(std::filesystem::path const& folder)
{
    struct statvfs status {};
    if (::statvfs(folder.c_str(), &status) != 0) {
        throw Error{ExitCode::io_error, std::string{"the folder cannot be examined: "} + std::strerror(errno),
                    folder.string()};
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

} // namespace pf::backup
