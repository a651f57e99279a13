#include "pf/base/spill.hpp"

#include "pf/base/unnamed_file.hpp"

#include <cerrno>
#include <unistd.h>

namespace pf::base {

namespace {

constexpr std::size_t piece = 256 * 1024;

} // namespace

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
    // Before, not behind: a string that outgrows the limit would double its memory for that.
    if (m_memory.size() + bytes.size() > (m_file >= 0 ? piece : m_limit)) {
        flush();
    }
    m_memory += bytes;
}

void Spill::flush()
{
    if (m_file < 0) {
        m_file = open_unnamed(m_folder);
    }
    std::string_view rest = m_memory;
    while (!rest.empty()) {
        auto const written = ::write(m_file, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            fail_unnamed("a temporary file cannot be written", errno, m_folder);
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
            fail_unnamed("a temporary file cannot be read", errno, m_folder);
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
