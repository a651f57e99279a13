#include "pf/backup/archive.hpp"
#include "pf/backup/digest.hpp"
#include "pf/backup/secret_stream.hpp"
#include "pf/backup/streams.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <exception>
#include <utility>

namespace pf::backup {

namespace {

constexpr std::uint64_t longest_manifest = 1U << 20U; // ours have a few thousand bytes

struct Free {
    void operator()(archive* handle) const { archive_read_free(handle); }
};

bool begins_as_secret(SealedSource& source)
{
    return is_encrypted(source.file());
}

[[noreturn]] void throw_plain(std::string const& file)
{
    throw Error{ExitCode::bad_data, "it is not encrypted, and so the key does not prove that it is a backup of yours",
                file, "--allow-plain takes it nevertheless: whoever can write to that folder may have made it"};
}

} // namespace

struct Reader::State {
    State(std::string name, Trust const& trust);

    [[nodiscard]] std::string const& file() const { return sealed.file(); }

    /// \return  false at the end of the archive
    bool next_member();
    std::string_view content();
    void read_manifest();
    void check_table();
    void check_rest();

    SealedSource sealed;
    std::optional<SecretSource> secret;
    Source& source;
    std::exception_ptr failure; ///< of the source; it must not be thrown through C
    std::unique_ptr<archive, Free> handle;

    std::string member;
    Manifest manifest;
    std::size_t next = 0; ///< table
    bool in_table = false;
    Digest digest;
    RowCounter rows;
    std::uint64_t bytes = 0;

private:
    [[nodiscard]] Source& opened(Trust const& trust);
    void check(int result);
};

Reader::State::State(std::string name, Trust const& trust)
    : sealed(std::move(name)), source(opened(trust)), handle(archive_read_new())
{
    auto const read = [](archive*, void* self, void const** out) -> la_ssize_t {
        auto& state = *static_cast<State*>(self);
        try {
            auto const part = state.source.read();
            *out = part.data();
            return static_cast<la_ssize_t>(part.size());
        } catch (std::exception const&) {
            state.failure = std::current_exception();
            return -1;
        }
    };
    check(archive_read_support_filter_zstd(handle.get()));
    check(archive_read_support_format_tar(handle.get()));
    check(archive_read_open(handle.get(), this, nullptr, read, nullptr));
}

Source& Reader::State::opened(Trust const& trust)
{
    if (!begins_as_secret(sealed)) {
        if (trust.refuses_plain()) {
            throw_plain(file());
        }
        return sealed;
    }
    if (!trust.key) {
        throw Error{ExitCode::config, "the backup is encrypted", file(),
                    "pass the key file that it was made with: --key-file FILE"};
    }
    return secret.emplace(sealed, *trust.key);
}

void Reader::State::check(int result)
{
    if (result == ARCHIVE_OK || result == ARCHIVE_EOF) {
        return;
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    char const* const why = archive_error_string(handle.get());
    throw_damaged(file(), fmt::format("{} cannot be unpacked: {}", member.empty() ? "its beginning" : member,
                                      why == nullptr ? "not an archive" : why));
}

bool Reader::State::next_member()
{
    archive_entry* entry = nullptr;
    auto const result = archive_read_next_header(handle.get(), &entry);
    check(result);
    if (result == ARCHIVE_EOF) {
        return false;
    }
    char const* const name = archive_entry_pathname(entry);
    member = name == nullptr ? "" : name;
    return true;
}

std::string_view Reader::State::content()
{
    void const* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    int result = ARCHIVE_OK;
    while (result == ARCHIVE_OK && size == 0) {
        result = archive_read_data_block(handle.get(), &data, &size, &offset);
        check(result);
    }
    return result == ARCHIVE_EOF ? std::string_view{} : std::string_view{static_cast<char const*>(data), size};
}

void Reader::State::read_manifest()
{
    if (!next_member() || member != "manifest.json") {
        throw_damaged(file(), "it does not begin with manifest.json");
    }
    std::string json;
    for (auto part = content(); !part.empty(); part = content()) {
        json += part;
        if (json.size() > longest_manifest) {
            throw_damaged(file(), "manifest.json is too long");
        }
    }
    manifest = parse_manifest(json, file());
}

/// The rows that were read are those that the manifest speaks of.
void Reader::State::check_table()
{
    auto const& entry = manifest.tables[next - 1];
    auto const counted = rows.rows() - 1; // the header line is no row
    if (counted != entry.rows) {
        throw_damaged(file(), fmt::format("{} has {} rows, the manifest says {}", member, counted, entry.rows));
    }
    if (bytes != entry.bytes) {
        throw_damaged(file(), fmt::format("{} has {} bytes, the manifest says {}", member, bytes, entry.bytes));
    }
    if (hex(digest.finish()) != entry.blake2b) {
        throw_damaged(file(), fmt::format("{} does not have the digest that the manifest says", member));
    }
}

/// Nothing else is in the archive, and the file ends as it was sealed.
void Reader::State::check_rest()
{
    if (next_member()) {
        throw_damaged(file(), fmt::format("{} is in it, of which the manifest says nothing", base::quoted(member)));
    }
    while (!source.read().empty()) {
    }
}

Reader::Reader(std::filesystem::path const& file, Trust const& trust)
    : m_state(std::make_unique<State>(file.string(), trust))
{
    m_state->read_manifest();
}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Manifest const& Reader::manifest() const
{
    return m_state->manifest;
}

bool Reader::next_table()
{
    auto& state = *m_state;
    while (state.in_table) {
        static_cast<void>(read());
    }
    if (state.next == state.manifest.tables.size()) {
        state.check_rest();
        return false;
    }
    auto const expected = state.manifest.tables[state.next++].name + ".csv";
    if (!state.next_member()) {
        throw_damaged(state.file(), expected + " is missing");
    }
    if (state.member != expected) {
        throw_damaged(state.file(),
                      fmt::format("{} stands where the manifest says {}", base::quoted(state.member), expected));
    }
    state.in_table = true;
    state.digest = {};
    state.rows = {};
    state.bytes = 0;
    return true;
}

TableEntry const& Reader::table() const
{
    return m_state->manifest.tables[m_state->next - 1];
}

std::string_view Reader::read()
{
    auto& state = *m_state;
    if (!state.in_table) {
        return {};
    }
    auto const part = state.content();
    state.digest.add(part);
    state.rows.add(part);
    state.bytes += part.size();
    if (part.empty()) {
        state.in_table = false;
        state.check_table();
    }
    return part;
}

std::uint64_t Reader::bytes_read() const
{
    return m_state->sealed.bytes_read();
}

std::uint64_t Reader::size() const
{
    return m_state->sealed.size();
}

bool is_encrypted(std::filesystem::path const& file)
{
    Descriptor const opened{open_to_read(file.string())};
    std::string bytes(secret_begin.size(), '\0');
    bytes.resize(read_at(opened.get(), 0, bytes.data(), bytes.size(), file.string()));
    return bytes == secret_begin;
}

} // namespace pf::backup
