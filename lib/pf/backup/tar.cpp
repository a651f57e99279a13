#include "pf/backup/tar.hpp"

#include "pf/base/error.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <utility>

namespace pf::backup {

namespace {

constexpr std::uint64_t block = 512;

struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Entry = std::unique_ptr<archive_entry, FreeEntry>;

Entry new_entry(std::string const& name)
{
    Entry entry{archive_entry_new()};
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_pathname(entry.get(), name.c_str());
    return entry;
}

[[noreturn]] void throw_failure(archive* handle)
{
    char const* const why = archive_error_string(handle);
    throw Error{ExitCode::internal, std::string{"the archive cannot be made: "} + (why == nullptr ? "?" : why)};
}

} // namespace

void ZstdFrame::Free::operator()(archive* handle) const
{
    archive_write_fail(handle); // nothing more is to come out
    archive_write_free(handle);
}

ZstdFrame::ZstdFrame(Receiver receiver) : m_receiver(std::move(receiver)), m_archive(archive_write_new())
{
    auto* const handle = m_archive.get();
    check(archive_write_set_format_raw(handle));
    check(archive_write_add_filter_zstd(handle));
    check(archive_write_set_filter_option(handle, "zstd", "threads", "1")); // beside ours; each more takes 12 MB
    check(archive_write_set_bytes_per_block(handle, 0));
    auto const write = [](archive*, void* self, void const* bytes, std::size_t size) -> la_ssize_t {
        auto& frame = *static_cast<ZstdFrame*>(self);
        try {
            frame.m_receiver({static_cast<char const*>(bytes), size});
            return static_cast<la_ssize_t>(size);
        } catch (std::exception const&) {
            frame.m_failure = std::current_exception();
            return -1;
        }
    };
    check(archive_write_open(handle, this, nullptr, write, nullptr));
    check(archive_write_header(handle, new_entry("frame").get()));
}

ZstdFrame::~ZstdFrame() = default;

void ZstdFrame::check(int result)
{
    if (result == ARCHIVE_OK) {
        return;
    }
    if (m_failure) {
        std::rethrow_exception(m_failure);
    }
    throw_failure(m_archive.get());
}

void ZstdFrame::put(std::string_view bytes)
{
    auto const written = archive_write_data(m_archive.get(), bytes.data(), bytes.size());
    check(written == static_cast<la_ssize_t>(bytes.size()) ? ARCHIVE_OK : ARCHIVE_FATAL);
}

void ZstdFrame::finish()
{
    check(archive_write_close(m_archive.get()));
}

std::string tar_header(std::string const& name, std::uint64_t size, std::int64_t modified_s)
{
    struct Output {
        std::string header{};
        bool is_complete = false;
    } output;
    auto const append = [](archive*, void* to, void const* bytes, std::size_t count) -> la_ssize_t {
        auto& out = *static_cast<Output*>(to);
        if (out.is_complete) { // the content, and what follows it, is written elsewhere
            return -1;
        }
        out.header.append(static_cast<char const*>(bytes), count);
        return static_cast<la_ssize_t>(count);
    };
    std::unique_ptr<archive, decltype(&archive_write_free)> const handle{archive_write_new(), &archive_write_free};
    auto const entry = new_entry(name);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_mtime(entry.get(), modified_s, 0);
    bool const done = archive_write_set_format_pax_restricted(handle.get()) == ARCHIVE_OK &&
                      archive_write_set_bytes_per_block(handle.get(), 0) == ARCHIVE_OK &&
                      archive_write_open(handle.get(), &output, nullptr, append, nullptr) == ARCHIVE_OK &&
                      archive_write_header(handle.get(), entry.get()) == ARCHIVE_OK;
    if (!done) {
        throw_failure(handle.get());
    }
    output.is_complete = true;
    return output.header;
}

std::string tar_padding(std::uint64_t size)
{
    return std::string((block - size % block) % block, '\0');
}

std::string tar_end()
{
    return std::string(2 * block, '\0');
}

} // namespace pf::backup
