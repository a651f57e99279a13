#include "pf/jobs/import/input.hpp"

#include "pf/base/error.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::size_t block_bytes = 1 << 18;

[[noreturn]] void fail(ExitCode code, std::string const& where, std::string hint = {})
{
    throw Error(code, std::strerror(errno), where, std::move(hint));
}

int open_descriptor(std::string const& path)
{
    if (path == "-") {
        return ::dup(STDIN_FILENO);
    }
    return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

/// Everything that is left to read, in a file without a name.
int spooled(int descriptor, std::string const& name)
{
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file{std::tmpfile(), &std::fclose};
    if (!file) {
        fail(ExitCode::cannot_create, "temporary file", "TMPDIR names the folder for temporary files");
    }
    auto const copy = ::dup(::fileno(file.get()));
    auto source = csv::Source::from_descriptor(descriptor, name);
    std::vector<char> buffer(block_bytes);
    while (auto const count = source.read(buffer)) {
        for (std::size_t written = 0; written < count;) {
            auto const step = ::write(copy, buffer.data() + written, count - written);
            if (step < 0) {
                fail(ExitCode::io_error, "temporary file");
            }
            written += static_cast<std::size_t>(step);
        }
    }
    return copy;
}

} // namespace

ImportInput ImportInput::open(std::string const& path, std::string const& format_name, importer::Catalog const& catalog)
{
    ImportInput input;
    input.m_name = path == "-" ? "standard input" : path;
    input.m_descriptor = open_descriptor(path);
    if (input.m_descriptor < 0) {
        fail(ExitCode::no_input, input.m_name, errno == ENOENT ? "check the path" : "");
    }
    struct stat status {};
    if (::fstat(input.m_descriptor, &status) != 0) {
        fail(ExitCode::no_input, input.m_name);
    }
    if (S_ISDIR(status.st_mode)) {
        throw Error(ExitCode::no_input, "is a directory", input.m_name,
                    "name the files in it, e.g. " + path + "/*.csv");
    }
    if (!S_ISREG(status.st_mode)) {
        auto const copy = spooled(input.m_descriptor, input.m_name);
        ::close(std::exchange(input.m_descriptor, copy));
        ::fstat(input.m_descriptor, &status);
    }
    input.m_size = status.st_size;
    input.m_format = format_name.empty() ? &catalog.detect(input.head(), input.m_name) : &catalog.get(format_name);
    return input;
}

ImportInput::ImportInput(ImportInput&& other) noexcept
    : m_name(std::move(other.m_name)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size),
      m_format(other.m_format)
{
}

ImportInput& ImportInput::operator=(ImportInput&& other) noexcept
{
    std::swap(m_name, other.m_name);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    std::swap(m_format, other.m_format);
    return *this;
}

ImportInput::~ImportInput()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

csv::Source ImportInput::source(base::BackgroundSha256& digest) const
{
    if (::lseek(m_descriptor, 0, SEEK_SET) < 0) {
        fail(ExitCode::io_error, m_name);
    }
    return csv::Source::from_descriptor(m_descriptor, m_name, [&digest](std::string_view piece) { digest.add(piece); });
}

void ImportInput::require_unchanged(std::string const& before, std::string const& now) const
{
    if (before != now) {
        throw Error(ExitCode::io_error, "changed while it was being read", m_name, "import it again");
    }
}

std::int64_t ImportInput::position() const
{
    return ::lseek(m_descriptor, 0, SEEK_CUR);
}

std::string ImportInput::head() const
{
    std::string head(block_bytes, '\0');
    auto const count = ::pread(m_descriptor, head.data(), head.size(), 0);
    if (count < 0) {
        fail(ExitCode::io_error, m_name);
    }
    head.resize(static_cast<std::size_t>(count));
    return head;
}

} // namespace pf::jobs
