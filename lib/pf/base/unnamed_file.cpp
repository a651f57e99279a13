#include "pf/base/unnamed_file.hpp"

#include "pf/base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace pf::base {

namespace {

constexpr std::size_t piece = 256 * 1024;

std::string place_of(std::string const& folder)
{
    if (!folder.empty()) {
        return folder;
    }
    char const* const place = std::getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing of ours sets variables
    return place == nullptr || *place == '\0' ? std::string{"/tmp"} : std::string{place};
}

} // namespace

void fail_unnamed(std::string const& what, int error, std::string const& folder)
{
    throw Error{ExitCode::io_error, what + ": " + std::strerror(error), place_of(folder),
                folder.empty() ? "nothing was changed; free some space there, or set TMPDIR to a folder that has some"
                               : "nothing was changed; free some space there"};
}

/// Without a name from the start; where the file system cannot do that, the name is removed at once.
int open_unnamed(std::string const& folder)
{
    auto const place = place_of(folder);
    auto file = ::open(place.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        return file;
    }
    auto name = place + "/.pf-rows.XXXXXX";
    file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) {
        fail_unnamed("a temporary file cannot be created", errno, folder);
    }
    ::unlink(name.c_str());
    return file;
}

UnnamedFile::UnnamedFile() : m_file(open_unnamed({})) {}

UnnamedFile::UnnamedFile(UnnamedFile&& other) noexcept
    : m_waiting(std::move(other.m_waiting)), m_file(std::exchange(other.m_file, -1))
{
}

UnnamedFile& UnnamedFile::operator=(UnnamedFile&& other) noexcept
{
    std::swap(m_waiting, other.m_waiting);
    std::swap(m_file, other.m_file);
    return *this;
}

UnnamedFile::~UnnamedFile()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

void UnnamedFile::put(std::string_view bytes)
{
    m_waiting += bytes;
    if (m_waiting.size() >= piece) {
        flush();
    }
}

void UnnamedFile::flush()
{
    std::string_view rest = m_waiting;
    while (!rest.empty()) {
        auto const written = ::write(m_file, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            fail_unnamed("a temporary file cannot be written", errno, {});
        }
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    m_waiting.clear();
}

int UnnamedFile::finished()
{
    flush();
    if (::lseek(m_file, 0, SEEK_SET) < 0) {
        fail_unnamed("a temporary file cannot be read", errno, {});
    }
    return m_file;
}

int UnnamedFile::release()
{
    static_cast<void>(finished());
    return std::exchange(m_file, -1);
}

} // namespace pf::base
