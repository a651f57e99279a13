#include "pf/cli/held_output.hpp"

#include "pf/base/error.hpp"
#include "pf/base/unnamed_file.hpp"
#include "pf/cli/pager.hpp"

#include <cerrno>
#include <cstring>
#include <ostream>
#include <string_view>
#include <unistd.h>

namespace pf::cli {
namespace {

void write_all(int descriptor, std::string_view text, std::string const& name)
{
    while (!text.empty()) {
        auto const written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw BrokenPipe();
        } else if (errno != EINTR) {
            throw Error(ExitCode::io_error, std::string("cannot write: ") + std::strerror(errno), name,
                        "what the command did is done; only its output is lost");
        }
    }
}

/// Null where there is no writable folder for it.
std::FILE* temporary_file()
{
    try {
        return ::fdopen(base::open_unnamed({}), "w+");
    } catch (Error const&) {
        return nullptr;
    }
}

} // namespace

HeldOutput::HeldOutput(std::ostream& stream, std::size_t limit)
    : m_stream(stream), m_original(stream.rdbuf(this)), m_original_exceptions(stream.exceptions()), m_limit(limit)
{
    m_stream.exceptions(std::ios_base::badbit); // otherwise a stream keeps to itself what its buffer throws
}

HeldOutput::~HeldOutput()
{
    m_stream.rdbuf(m_original); // which clears the state
    m_stream.exceptions(m_original_exceptions);
}

HeldOutput::int_type HeldOutput::overflow(int_type character)
{
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        char const value = traits_type::to_char_type(character);
        xsputn(&value, 1);
    }
    return traits_type::not_eof(character);
}

std::streamsize HeldOutput::xsputn(char const* text, std::streamsize length)
{
    m_text.append(text, static_cast<std::size_t>(length));
    if (m_text.size() >= m_limit && m_may_spill) {
        spill();
    }
    return length;
}

void HeldOutput::spill()
{
    if (!m_file) {
        m_file.reset(temporary_file());
    }
    if (!m_file) { // no writable temporary directory: memory has to do
        m_may_spill = false;
        return;
    }
    if (std::fwrite(m_text.data(), 1, m_text.size(), m_file.get()) != m_text.size()) {
        throw Error(ExitCode::io_error, std::string("cannot write: ") + std::strerror(errno), "temporary file");
    }
    m_text.clear();
}

void HeldOutput::release(int descriptor, std::string const& name)
{
    if (m_file) {
        if (std::fflush(m_file.get()) != 0 || std::fseek(m_file.get(), 0, SEEK_SET) != 0) {
            throw Error(ExitCode::io_error, std::string("cannot write: ") + std::strerror(errno), "temporary file");
        }
        std::array<char, 65536> chunk{};
        while (auto const length = std::fread(chunk.data(), 1, chunk.size(), m_file.get())) {
            write_all(descriptor, {chunk.data(), length}, name);
        }
    }
    write_all(descriptor, m_text, name);
    discard();
}

bool HeldOutput::is_longer_than(std::size_t rows, std::size_t columns) const
{
    return m_file != nullptr || cli::is_longer_than(m_text, rows, columns);
}

void HeldOutput::release_flushed(int descriptor, char const* name)
{
    m_flushed_to = descriptor;
    m_flushed_name = name;
}

int HeldOutput::sync()
{
    if (m_flushed_to) {
        release(*m_flushed_to, m_flushed_name);
    }
    return 0;
}

void HeldOutput::discard()
{
    m_text.clear();
    m_file.reset();
}

} // namespace pf::cli
