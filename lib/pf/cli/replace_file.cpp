#include "pf/cli/replace_file.hpp"

#include "pf/base/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace pf::cli {
namespace {

mode_t bits_of(FileMode mode)
{
    if (mode == FileMode::readable_by_all) {
        return 0644;
    }
    auto const mask = ::umask(0); // there is no other way to read it
    ::umask(mask);
    return 0666 & ~mask;
}

/// Where a link leads, so that it is not replaced by a file.
std::string target_of(std::string const& path)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        return path;
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ExitCode::cannot_create, "is not a regular file", path);
    }
    auto const target = std::filesystem::canonical(path, error);
    return error ? path : target.string();
}

bool write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        auto const step = ::write(descriptor, text.data(), text.size());
        if (step < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(step < 0 ? 0 : step));
    }
    return true;
}

/// A file that is removed again unless it becomes what it was written for.
class Draft {
public:
    explicit Draft(std::string const& path)
        : m_path(path), m_name(path + ".XXXXXX"), m_descriptor(::mkstemp(m_name.data()))
    {
        if (m_descriptor < 0) {
            throw Error(ExitCode::cannot_create, std::strerror(errno), m_path);
        }
    }
    Draft(Draft const&) = delete;
    Draft& operator=(Draft const&) = delete;

    ~Draft()
    {
        ::close(m_descriptor);
        if (!m_done) {
            ::unlink(m_name.c_str());
        }
    }

    void fill(std::string_view text, mode_t bits)
    {
        if (!write_all(m_descriptor, text) || ::fchmod(m_descriptor, bits) != 0 || ::fsync(m_descriptor) != 0) {
            throw Error(ExitCode::io_error, std::strerror(errno), m_path);
        }
    }

    void publish()
    {
        if (::rename(m_name.c_str(), m_path.c_str()) != 0) {
            throw Error(ExitCode::cannot_create, std::strerror(errno), m_path);
        }
        m_done = true;
    }

private:
    std::string const& m_path;
    std::string m_name;
    int m_descriptor;
    bool m_done = false;
};

} // namespace

void replace_file(std::string const& path, std::string_view text, FileMode mode)
{
    auto const target = target_of(path);
    Draft draft{target};
    draft.fill(text, bits_of(mode));
    draft.publish();
}

} // namespace pf::cli
