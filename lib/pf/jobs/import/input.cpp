#include "pf/jobs/import/input.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/unnamed_file.hpp"

#include <algorithm>
#include <cerrno>
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

/// As many bytes as fit, or all that are left.
std::size_t filled(std::vector<char>& buffer, int descriptor, std::string const& name)
{
    std::size_t size = 0;
    while (size < buffer.size()) {
        auto const count = ::read(descriptor, buffer.data() + size, buffer.size() - size);
        if (count < 0) { // EINTR too: who handles signals without SA_RESTART wants to stop waiting for a pipe
            throw Error(ExitCode::io_error, std::string("cannot be read: ") + std::strerror(errno), name);
        }
        if (count == 0) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    return size;
}

/// Everything that is left to read, in a file without a name; no more than its beginning, where that is in vain.
int spooled(int descriptor, std::string const& name, std::function<bool(std::string_view)> const& look)
{
    base::UnnamedFile copy;
    std::vector<char> buffer(block_bytes);
    auto size = filled(buffer, descriptor, name);
    bool const is_whole = size < buffer.size();
    bool const goes_on = !is_whole && look({buffer.data(), size});
    for (copy.put({buffer.data(), size}); goes_on && size > 0; copy.put({buffer.data(), size})) {
        size = filled(buffer, descriptor, name);
    }
    return copy.release();
}

std::int64_t size_of(int descriptor)
{
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
}

} // namespace

ImportInput ImportInput::opened(std::string const& path, Look const& look)
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
        auto const copy = spooled(input.m_descriptor, input.m_name, look);
        ::close(std::exchange(input.m_descriptor, copy));
    }
    input.m_size = size_of(input.m_descriptor);
    return input;
}

std::vector<ImportInput> ImportInput::tables(std::string const& path, container::Choice const& choice)
{
    return tables(path, choice, [](std::string_view /*head*/) { return true; });
}

std::vector<ImportInput> ImportInput::tables(std::string const& path, container::Choice const& choice, Look const& look)
{
    ImportInput whole = opened(path, look);
    std::vector<ImportInput> inputs;
    for (auto& table : container::tables_of(whole.m_descriptor, whole.m_name, choice)) {
        auto& input = inputs.emplace_back(ImportInput{});
        input.m_name = table.name.empty() ? whole.m_name : whole.m_name + "#" + table.name;
        input.m_file_digest = inputs.size() == 1 ? whole.digest() : inputs.front().m_file_digest;
        input.take(std::move(table));
    }
    if (inputs.empty()) {
        inputs.push_back(std::move(whole));
    }
    return inputs;
}

std::vector<ImportInput> ImportInput::open(std::string const& path, std::string const& format_name,
                                           importer::Catalog const& catalog, container::Choice const& choice)
{
    // What no format reads is refused by its beginning: a pipe of any length fills no disk before.
    auto const look = [&](std::string_view head) {
        return !format_name.empty() || container::may_hold_tables(head) || !catalog.matching(head).empty();
    };
    std::vector<ImportInput> inputs = tables(path, choice, look);
    if (format_name.empty() && inputs.size() > 1) {
        set_unknown_apart(inputs, catalog);
    }
    std::ranges::for_each(inputs, [&](ImportInput& input) { input.find_format(format_name, catalog); });
    return inputs;
}

/// Of several tables those that no format reads are told of with the others; a file of them alone is refused.
void ImportInput::set_unknown_apart(std::vector<ImportInput>& inputs, importer::Catalog const& catalog)
{
    auto const unknown = std::stable_partition(inputs.begin(), inputs.end(), [&](ImportInput const& input) {
        return !catalog.matching(input.head()).empty();
    });
    if (unknown == inputs.begin()) {
        return;
    }
    std::for_each(unknown, inputs.end(),
                  [&](ImportInput const& input) { inputs.front().m_unknown_tables.push_back(input.m_name); });
    inputs.erase(unknown, inputs.end());
}

void ImportInput::take(container::Table table)
{
    m_descriptor = table.text.release();
    m_size = size_of(m_descriptor);
    m_left_out = std::move(table.left_out);
}

/// \return  that of all that the file holds
std::string ImportInput::digest() const
{
    base::BackgroundSha256 digest;
    std::vector<char> buffer(block_bytes);
    ::lseek(m_descriptor, 0, SEEK_SET);
    while (auto const count = ::read(m_descriptor, buffer.data(), buffer.size())) {
        if (count < 0) {
            fail(ExitCode::io_error, m_name);
        }
        digest.add({buffer.data(), static_cast<std::size_t>(count)});
    }
    return digest.hex();
}

void ImportInput::find_format(std::string const& format_name, importer::Catalog const& catalog)
{
    if (format_name.empty() && !m_left_out.empty() && catalog.matching(head()).empty()) {
        throw Error(ExitCode::bad_data, "its first sheet is of no known format", m_name,
                    "--sheet takes another one: " + base::join(m_left_out, ", "));
    }
    m_format = format_name.empty() ? &catalog.detect(head(), m_name) : &catalog.get(format_name);
}

ImportInput::ImportInput(ImportInput&& other) noexcept
    : m_name(std::move(other.m_name)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size),
      m_format(other.m_format),
      m_left_out(std::move(other.m_left_out)),
      m_unknown_tables(std::move(other.m_unknown_tables)),
      m_file_digest(std::move(other.m_file_digest))
{
}

ImportInput& ImportInput::operator=(ImportInput&& other) noexcept
{
    std::swap(m_name, other.m_name);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    std::swap(m_format, other.m_format);
    std::swap(m_left_out, other.m_left_out);
    std::swap(m_unknown_tables, other.m_unknown_tables);
    std::swap(m_file_digest, other.m_file_digest);
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
