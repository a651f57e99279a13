#include "pf/container/archive.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pf::container {

namespace {

constexpr std::size_t block_bytes = 64 * 1024;
constexpr std::size_t most_members = 10'000;
constexpr std::int64_t always_allowed = std::int64_t{64} << 20U;
constexpr std::int64_t most_growth = 200;

struct Free {
    void operator()(archive* handle) const { archive_read_free(handle); }
};

/// One way through an archive, from its beginning.
class Pass {
public:
    Pass(int descriptor, std::string const& name, Archive::Kind kind) : m_name(name), m_handle(archive_read_new())
    {
        auto* const handle = m_handle.get();
        if (kind == Archive::Kind::zip) {
            archive_read_support_format_zip_seekable(handle);
        } else {
            archive_read_support_filter_gzip(handle);
            archive_read_support_format_raw(handle);
        }
        struct stat status {};
        ::fstat(descriptor, &status);
        m_most = std::max(always_allowed, status.st_size * most_growth);
        ::lseek(descriptor, 0, SEEK_SET);
        check(archive_read_open_fd(handle, descriptor, block_bytes));
    }

    /// \return  false at the end
    bool next(std::string& member)
    {
        auto const result = archive_read_next_header(m_handle.get(), &m_entry);
        if (result == ARCHIVE_EOF) {
            return false;
        }
        check(result);
        char const* const name = archive_entry_pathname(m_entry);
        member = name == nullptr ? "" : name;
        std::replace(member.begin(), member.end(), '\\', '/');
        return true;
    }

    [[nodiscard]] bool is_file() const { return archive_entry_filetype(m_entry) == AE_IFREG; }

    void read(Archive::Receiver const& receiver)
    {
        if (archive_entry_is_encrypted(m_entry) != 0) {
            throw Error(ExitCode::bad_data, "is protected by a password", m_name,
                        "unpack it, and import what is in it");
        }
        std::string buffer(block_bytes, '\0');
        for (std::int64_t size = 0;;) {
            auto const count = archive_read_data(m_handle.get(), buffer.data(), buffer.size());
            if (count < 0) {
                fail();
            }
            size += count;
            if (size > m_most) {
                throw Error(ExitCode::bad_data, "unfolds into more than 200 times its size", m_name,
                            "a file of rows does not: where is it from? unpack it yourself and look at it");
            }
            if (count == 0 || !receiver(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)))) {
                return;
            }
        }
    }

private:
    void check(int result) const
    {
        if (result != ARCHIVE_OK) {
            fail();
        }
    }

    [[noreturn]] void fail() const
    {
        char const* const why = archive_error_string(m_handle.get());
        throw Error(ExitCode::bad_data,
                    "is a damaged archive" + (why == nullptr ? std::string() : ": " + base::printable(why)), m_name,
                    "export or download it again");
    }

    std::string const& m_name;
    std::unique_ptr<archive, Free> m_handle;
    archive_entry* m_entry = nullptr;
    std::int64_t m_most = 0;
};

} // namespace

Archive::Archive(int descriptor, std::string name, Kind kind)
    : m_descriptor(descriptor), m_name(std::move(name)), m_kind(kind)
{
}

std::vector<std::string> Archive::members() const
{
    Pass pass(m_descriptor, m_name, m_kind);
    std::vector<std::string> members;
    std::string member;
    while (pass.next(member)) {
        if (members.size() == most_members) {
            throw Error(ExitCode::bad_data, "holds more than 10000 files", m_name,
                        "unpack it, and name those to import");
        }
        if (pass.is_file()) {
            members.push_back(member);
        }
    }
    return members;
}

void Archive::read(std::string const& member, Receiver const& receiver) const
{
    Pass pass(m_descriptor, m_name, m_kind);
    std::string found;
    while (pass.next(found)) {
        if (pass.is_file() && found == member) {
            pass.read(receiver);
            return;
        }
    }
}

} // namespace pf::container
