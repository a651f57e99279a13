#include "pf/base/spill.hpp"

#include "pf/base/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace pf::base {

namespace {

constexpr std::size_t piece = 256 * 1024;

} // namespace

std::string Spill::folder() const
{
    if (!m_folder.empty()) {
        return m_folder;
    }
    char const* const folder = std::getenv("TMPDIR"); // NOLINT(concurrency-mt-unsafe): nothing of ours sets variables
    return folder == nullptr || *folder == '\0' ? std::string{"/tmp"} : std::string{folder};
}

void Spill::fail(char const* what, int error) const
{
    throw Error{ExitCode::io_error, std::string{what} + ": " + std::strerror(error), folder(),
                m_folder.empty() ? "nothing was changed; free some space there, or set TMPDIR to a folder that has some"
                                 : "nothing was changed; free some space there"};
}

/// Without a name from the start; where the file system cannot do that, the name is removed at once.
int Spill::open_unnamed() const
{
    auto const where = folder();
    auto file = ::open(where.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        return file;
    }
    auto name = where + "/.pf-rows.XXXXXX";
    file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) {
        fail("a temporary file cannot be created", errno);
    }
    ::unlink(name.c_str());
    return file;
}

Spill::Spill(Spill&& other) noexcept
    : m_limit(other.m_limit),
      m_folder(std::move(other.m_folder)),
      m_memory(std::move(other.m_memory)),
      m_file(std::exchange(other.m_file, -1))
{
}

Spill& Spill::operator=(Spill&& other) noexcept
{
    std::swap(m_limit, other.m_limit);
    std::swap(m_folder, other.m_folder);
    std::swap(m_memory, other.m_memory);
    std::swap(m_file, other.m_file);
    return *this;
}

Spill::~Spill()
{
    if (m_file >= 0) {
        ::close(m_file);
    }
}

void Spill::put(std::string_view bytes)
{
    m_memory += bytes;
    if (m_memory.size() >= (m_file >= 0 ? piece : m_limit)) {
        flush();
    }
}

void Spill::flush()
{
    if (m_file < 0) {
        m_file = open_unnamed();
    }
    std::string_view rest = m_memory;
    while (!rest.empty()) {
        auto const written = ::write(m_file, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            fail("a temporary file cannot be written", errno);
        }
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    m_memory.clear();
    if (m_memory.capacity() > 2 * piece) {
        m_memory.shrink_to_fit();
    }
}

void Spill::replay(std::function<void(std::string_view)> const& receiver)
{
    if (m_file < 0) {
        receiver(m_memory);
        return;
    }
    flush();
    std::string buffer(piece, '\0');
    off_t offset = 0;
    while (true) {
        auto const size = ::pread(m_file, buffer.data(), buffer.size(), offset);
        if (size < 0 && errno != EINTR) {
            fail("a temporary file cannot be read", errno);
        }
        if (size == 0) {
            return;
        }
        if (size > 0) {
            receiver(std::string_view{buffer}.substr(0, static_cast<std::size_t>(size)));
            offset += size;
        }
    }
}

} // namespace pf::base
