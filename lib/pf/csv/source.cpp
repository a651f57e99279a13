#include "pf/base/error.hpp"
#include "pf/csv/encoding.hpp"
#include "pf/csv/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pf::csv {

/// Where bytes come from, and those that were looked at before they were read.
struct Source::Impl {
    explicit Impl(std::string source_name) : name(std::move(source_name)) {}
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl()
    {
        if (owns_descriptor) {
            ::close(descriptor);
        }
    }

    [[nodiscard]] std::size_t read_on(std::span<char> buffer);
    void start();
    void decode_more();
    [[nodiscard]] std::size_t read_bytes(std::span<char> buffer);
    [[nodiscard]] std::size_t read_descriptor(std::span<char> buffer) const;

    std::string name;
    int descriptor = -1;
    bool owns_descriptor = false;
    Observer observer;
    std::string_view text;        ///< what is left of it
    std::string peeked;           ///< read ahead by `peek`
    std::size_t peeked_taken = 0; ///< how much of it `read` has handed out
    bool has_started = false;
    std::optional<Decoder> decoder; ///< of a file that is not UTF-8
    std::string ahead;              ///< UTF-8, not handed out yet
    std::size_t ahead_taken = 0;
};

namespace {

constexpr std::size_t head_bytes = 64 * 1024;

} // namespace

/// The first bytes tell how the file is written.
void Source::Impl::start()
{
    has_started = true;
    ahead.resize(head_bytes);
    std::size_t size = 0;
    for (std::size_t count = 1; count > 0 && size < head_bytes; size += count) {
        count = read_bytes(std::span(ahead).subspan(size));
    }
    ahead.resize(size);
    Encoding const encoding = encoding_of(ahead);
    if (encoding != Encoding::utf_8) {
        decoder.emplace(encoding);
        ahead = decoder->decode(ahead, size < head_bytes);
    }
}

void Source::Impl::decode_more()
{
    std::string bytes(head_bytes, '\0');
    bytes.resize(read_bytes(bytes));
    ahead = decoder->decode(bytes, bytes.empty());
    ahead_taken = 0;
    if (ahead.empty() && !bytes.empty()) {
        decode_more();
    }
}

std::size_t Source::Impl::read_on(std::span<char> buffer)
{
    if (!has_started) {
        start();
    }
    if (ahead_taken == ahead.size() && decoder) {
        decode_more();
    }
    if (ahead_taken == ahead.size()) {
        return decoder ? 0 : read_bytes(buffer);
    }
    std::size_t const count = std::min(buffer.size(), ahead.size() - ahead_taken);
    std::copy_n(ahead.data() + ahead_taken, count, buffer.data());
    ahead_taken += count;
    return count;
}

std::size_t Source::Impl::read_bytes(std::span<char> buffer)
{
    if (descriptor >= 0) {
        std::size_t const count = read_descriptor(buffer);
        if (observer && count > 0) {
            observer({buffer.data(), count});
        }
        return count;
    }
    std::size_t const count = std::min(buffer.size(), text.size());
    std::copy_n(text.begin(), count, buffer.begin());
    text.remove_prefix(count);
    return count;
}

std::size_t Source::Impl::read_descriptor(std::span<char> buffer) const
{
    ssize_t const count = ::read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EISDIR) {
        throw Error(ExitCode::no_input, "is a directory", name, "name the files in it");
    }
    if (count < 0) { // EINTR too: who handles signals without SA_RESTART wants to stop waiting for a pipe
        throw Error(ExitCode::io_error, std::string("cannot be read: ") + std::strerror(errno), name);
    }
    return static_cast<std::size_t>(count);
}

Source::Source(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;
Source::~Source() = default;

namespace {

[[noreturn]] void throw_cannot_open(std::string const& path, int error_number)
{
    switch (error_number) {
    case ENOENT:
    case ENOTDIR:
        throw Error(ExitCode::no_input, "does not exist", path, "check the path; `-` reads standard input");
    case EACCES:
    case EPERM:
        throw Error(ExitCode::no_input, "may not be read: permission denied", path, "check the file's owner and mode");
    default:
        throw Error(ExitCode::no_input, std::string("cannot be opened: ") + std::strerror(error_number), path);
    }
}

} // namespace

Source Source::open_file(std::string const& path)
{
    auto impl = std::make_unique<Impl>(path);
    impl->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (impl->descriptor < 0) {
        throw_cannot_open(path, errno);
    }
    impl->owns_descriptor = true;
    struct stat status {};
    if (::fstat(impl->descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        throw Error(ExitCode::no_input, "is a directory", path, "name the files in it");
    }
    return Source(std::move(impl));
}

Source Source::from_descriptor(int descriptor, std::string name, Observer observer)
{
    auto impl = std::make_unique<Impl>(std::move(name));
    impl->descriptor = descriptor;
    impl->observer = std::move(observer);
    return Source(std::move(impl));
}

Source Source::from_text(std::string_view text, std::string name)
{
    auto impl = std::make_unique<Impl>(std::move(name));
    impl->text = text;
    return Source(std::move(impl));
}

std::string const& Source::name() const
{
    return m_impl->name;
}

std::string_view Source::peek(std::size_t bytes)
{
    std::string& peeked = m_impl->peeked;
    while (peeked.size() - m_impl->peeked_taken < bytes) {
        std::size_t const had = peeked.size();
        peeked.resize(m_impl->peeked_taken + bytes);
        std::size_t const count = m_impl->read_on(std::span(peeked).subspan(had));
        peeked.resize(had + count);
        if (count == 0) {
            break;
        }
    }
    return std::string_view(peeked).substr(m_impl->peeked_taken, bytes);
}

std::size_t Source::read(std::span<char> buffer)
{
    std::string& peeked = m_impl->peeked;
    std::size_t const left = peeked.size() - m_impl->peeked_taken;
    if (left == 0) {
        return m_impl->read_on(buffer);
    }
    std::size_t const count = std::min(buffer.size(), left);
    std::copy_n(peeked.data() + m_impl->peeked_taken, count, buffer.data());
    m_impl->peeked_taken += count;
    if (m_impl->peeked_taken == peeked.size()) {
        peeked = {};
        m_impl->peeked_taken = 0;
    }
    return count;
}

} // namespace pf::csv
