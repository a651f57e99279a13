#include "pf/backup/streams.hpp"

#include "pf/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pf::backup {

namespace {

constexpr std::size_t piece = 256 * 1024;

// A frame that zstd skips (RFC 8878, 3.1.2): its magic number, the size of what follows, and then ours.
constexpr std::string_view seal_begin{"\x50\x2A\x4D\x18\x30\0\0\0pf-seal\x01", 16};
constexpr std::size_t size_at = seal_begin.size();
constexpr std::size_t digest_at = size_at + 8;
static_assert(digest_at + Digest::size == Seal::size);

std::string encoded(Seal const& seal)
{
    std::string bytes{seal_begin};
    for (unsigned shift = 0; shift < 64; shift += 8) {
        bytes += static_cast<char>((seal.sealed >> shift) & 0xFFU);
    }
    bytes.append(seal.digest.begin(), seal.digest.end());
    return bytes;
}

std::optional<Seal> decoded(std::string_view bytes)
{
    if (bytes.size() != Seal::size || !bytes.starts_with(seal_begin)) {
        return std::nullopt;
    }
    Seal seal;
    for (std::size_t i = 8; i-- > 0;) {
        seal.sealed = seal.sealed << 8U | static_cast<unsigned char>(bytes[size_at + i]);
    }
    std::copy_n(bytes.begin() + digest_at, seal.digest.size(), seal.digest.begin());
    return seal;
}

/// Where a seal ends that says of itself that it is in its place.
std::optional<std::uint64_t> end_of_sealed(int file, std::uint64_t size, std::string const& name)
{
    std::string window(piece + Seal::size, '\0');
    for (std::uint64_t offset = 0; offset < size; offset += piece) {
        std::string_view const bytes{window.data(), read_at(file, offset, window.data(), window.size(), name)};
        for (auto at = bytes.find(seal_begin); at != std::string_view::npos; at = bytes.find(seal_begin, at + 1)) {
            auto const seal = decoded(bytes.substr(at, Seal::size));
            if (seal && seal->sealed == offset + at) {
                return offset + at + Seal::size;
            }
        }
    }
    return std::nullopt;
}

} // namespace

int open_to_read(std::string const& name)
{
    int const file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        auto const code = errno == EACCES || errno == EPERM ? ExitCode::permission : ExitCode::no_input;
        throw Error{code, std::string{"cannot be read: "} + std::strerror(errno), name};
    }
    return file;
}

std::size_t read_at(int file, std::uint64_t offset, char* out, std::size_t size, std::string const& name)
{
    std::size_t done = 0;
    while (done < size) {
        auto const got = ::pread(file, out + done, size - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno != EINTR) {
            throw Error{ExitCode::io_error, std::string{"cannot be read: "} + std::strerror(errno), name};
        }
        if (got == 0) {
            break;
        }
        done += got < 0 ? 0 : static_cast<std::size_t>(got);
    }
    return done;
}

void throw_damaged(std::string const& file, std::string const& what)
{
    throw Error{ExitCode::bad_data, what, file, "the backup is not as it was written: use another one"};
}

Descriptor::~Descriptor()
{
    if (m_number >= 0) {
        ::close(m_number);
    }
}

SealedSink::SealedSink(int file, std::string shown, std::function<void(std::uint64_t)> wrote)
    : m_file(file), m_shown(std::move(shown)), m_wrote(std::move(wrote))
{
}

void SealedSink::put(std::string_view bytes)
{
    m_buffer += bytes;
    if (m_buffer.size() >= piece) {
        flush();
    }
}

void SealedSink::flush()
{
    m_digest.add(m_buffer);
    m_size += m_buffer.size();
    write_all(m_buffer);
    m_buffer.clear();
    m_wrote(m_size);
}

void SealedSink::finish()
{
    flush();
    write_all(encoded({m_size, m_digest.finish()}));
}

void SealedSink::write_all(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            throw Error{ExitCode::io_error, std::string{"the backup cannot be written: "} + std::strerror(errno),
                        m_shown, "nothing was changed; free some space there, or choose another folder with --to"};
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

SealedSource::SealedSource(std::string file)
    : m_name(std::move(file)), m_file(open_to_read(m_name)), m_buffer(piece, '\0')
{
    struct stat status {};
    if (::fstat(m_file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error{ExitCode::no_input, "is not a regular file", m_name};
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
    ::posix_fadvise(m_file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    read_seal();
}

void SealedSource::read_seal()
{
    std::string bytes(Seal::size, '\0');
    auto const begin = m_size - std::min<std::uint64_t>(m_size, Seal::size);
    bytes.resize(read_at(m_file.get(), begin, bytes.data(), bytes.size(), m_name));
    if (auto const seal = decoded(bytes)) {
        m_seal = *seal;
        if (m_seal.sealed != begin) {
            throw_damaged(m_name,
                          fmt::format("{} bytes stand before the seal, it was put after {}", begin, m_seal.sealed));
        }
        return;
    }
    if (auto const end = end_of_sealed(m_file.get(), m_size, m_name)) {
        throw_damaged(m_name, m_size - *end == 1 ? "1 byte was appended to it"
                                                 : fmt::format("{} bytes were appended to it", m_size - *end));
    }
    throw_damaged(m_name,
                  m_size == 0
                      ? "the file is empty"
                      : fmt::format("it is cut short, or is no backup: {} bytes and no seal at their end", m_size));
}

std::string_view SealedSource::read()
{
    if (m_done) {
        return {};
    }
    auto const wanted = std::min<std::uint64_t>(m_buffer.size(), m_seal.sealed - m_position);
    auto const size = read_at(m_file.get(), m_position, m_buffer.data(), static_cast<std::size_t>(wanted), m_name);
    std::string_view const bytes{m_buffer.data(), size};
    m_digest.add(bytes);
    m_position += size;
    if (bytes.empty()) {
        check_digest();
    }
    return bytes;
}

void SealedSource::check_digest()
{
    m_done = true;
    if (m_position != m_seal.sealed || m_digest.finish() != m_seal.digest) {
        throw_damaged(m_name, "some of its bytes have changed since it was sealed");
    }
}

} // namespace pf::backup
