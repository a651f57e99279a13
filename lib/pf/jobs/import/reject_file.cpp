#include "pf/jobs/import/reject_file.hpp"

#include "pf/base/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace pf::jobs {

namespace {

bool write_all(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        auto const step = ::write(descriptor, text.data(), text.size());
        if (step < 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(step));
    }
    return true;
}

} // namespace

RejectFile RejectFile::write(std::string name, std::string_view header, base::Spill& rows)
{
    auto const descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw Error(ExitCode::cannot_create, std::strerror(errno), name,
                    "--reject-file names another place for the rejected rows");
    }
    RejectFile file{std::move(name)};
    auto written = write_all(descriptor, header) && write_all(descriptor, "\n");
    rows.replay([&](std::string_view piece) { written = written && write_all(descriptor, piece); });
    written = written && ::fsync(descriptor) == 0;
    auto const problem = errno;
    ::close(descriptor);
    if (!written) {
        throw Error(ExitCode::io_error, std::strerror(problem), file.name());
    }
    return file;
}

RejectFile::RejectFile(RejectFile&& other) noexcept
    : m_name(std::move(other.m_name)), m_kept(std::exchange(other.m_kept, true))
{
}

RejectFile::~RejectFile()
{
    if (!m_kept) {
        ::unlink(m_name.c_str());
    }
}

} // namespace pf::jobs
