#include "pf/csv/reader.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <array>
#include <cstring>
#include <utility>
#include <vector>

namespace pf::csv {

namespace {

constexpr std::size_t block_bytes = 256 * 1024;

bool is_ascii(std::string_view text)
{
    constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
    std::size_t at = 0;
    std::uint64_t seen = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        seen |= word;
    }
    for (; at < text.size(); ++at) {
        seen |= static_cast<unsigned char>(text[at]);
    }
    return (seen & high_bits) == 0;
}

/// A field that needs its doubled quotes undone; where it lies in the scratch text, which may move until the row is
/// whole.
struct Unescaped {
    std::size_t field = 0;
    std::size_t offset = 0;
    std::size_t length = 0;
};

enum class Outcome : std::uint8_t {
    row,       ///< a row was read, or an empty line (no fields)
    need_more, ///< the buffer ends before the row does
};

} // namespace

struct Reader::Impl {
    Impl(Source from, Dialect with);

    bool next(Row& row);

private:
    void start();
    void check_byte_order_mark();
    bool fill();
    Outcome parse_row(Row& row);
    Outcome parse_quoted(char const*& at, std::int64_t& line);
    Outcome end_of_row(char const*& at);
    void finish_row(Row& row, char const* first, char const* last, std::int64_t last_line);
    void add_field(char const* first, char const* last);
    [[noreturn]] void fail(std::int64_t line, std::string message, std::string hint = {}) const;
    [[noreturn]] void fail_at(char what, std::int64_t line) const;

public:
    Source source;

private:
    Dialect m_dialect;
    std::vector<char> m_buffer; ///< one byte longer than what it holds: a NUL stands behind the last byte
    std::size_t m_begin = 0;    ///< of what is not parsed yet
    std::size_t m_end = 0;      ///< of what was read
    bool m_started = false;
    bool m_at_end = false; ///< of the source
    std::int64_t m_line = 1;
    std::array<bool, 256> m_stops{}; ///< bytes at which an unquoted field may end
    std::vector<std::string_view> m_fields;
    std::vector<Unescaped> m_unescaped;
    std::string m_scratch;
};

Reader::Impl::Impl(Source from, Dialect with) : source(std::move(from)), m_dialect(with)
{
    for (char const stop : {m_dialect.delimiter, m_dialect.quote, '\n', '\r', '\0'}) {
        m_stops[static_cast<unsigned char>(stop)] = true;
    }
}

void Reader::Impl::fail(std::int64_t line, std::string message, std::string hint) const
{
    throw Error(ExitCode::bad_data, std::move(message), source.name() + ":" + std::to_string(line), std::move(hint));
}

void Reader::Impl::start()
{
    m_started = true;
    m_buffer.resize(block_bytes + 1);
    while (m_end - m_begin < 3 && fill()) {
    }
    check_byte_order_mark();
}

void Reader::Impl::check_byte_order_mark()
{
    std::string_view const head(m_buffer.data(), m_end);
    if (head.starts_with("\xEF\xBB\xBF")) {
        m_begin = 3;
    }
}

/// Read on; what is not parsed yet moves to the front.
bool Reader::Impl::fill()
{
    if (m_at_end) {
        return false;
    }
    std::size_t const kept = m_end - m_begin;
    std::memmove(m_buffer.data(), m_buffer.data() + m_begin, kept);
    m_begin = 0;
    m_end = kept;
    if (m_buffer.size() < kept + block_bytes + 1) {
        m_buffer.resize(kept + block_bytes + 1);
    }
    std::size_t const count = source.read({m_buffer.data() + m_end, m_buffer.size() - m_end - 1});
    m_end += count;
    m_buffer[m_end] = '\0';
    m_at_end = count == 0;
    return !m_at_end;
}

bool Reader::Impl::next(Row& row)
{
    if (!m_started) {
        start();
    }
    for (;;) {
        if (m_begin == m_end && !fill()) {
            return false;
        }
        Outcome const outcome = parse_row(row);
        if (outcome == Outcome::row) {
            if (!row.fields.empty()) {
                return true;
            }
            continue;
        }
        if (m_end - m_begin > max_row_bytes) {
            fail(m_line, "the row is longer than 1 MiB", "a quote may be missing its partner on this line");
        }
        fill();
    }
}

void Reader::Impl::add_field(char const* first, char const* last)
{
    if (m_fields.size() == max_fields) {
        fail(m_line, "the row has more than 1000 fields");
    }
    m_fields.emplace_back(first, static_cast<std::size_t>(last - first));
}

void Reader::Impl::fail_at(char what, std::int64_t line) const
{
    if (what == '\0') {
        fail(line, "a NUL byte stands in the text",
             "the file may be binary, or UTF-16: iconv -f UTF-16 -t UTF-8 FILE > NEW");
    }
    fail(line, "a quote stands inside a field that does not begin with one",
         "put the whole field in quotes and write each quote in it twice");
}

Outcome Reader::Impl::parse_row(Row& row)
{
    m_fields.clear();
    m_unescaped.clear();
    m_scratch.clear();
    char const* const first = m_buffer.data() + m_begin;
    char const* const end = m_buffer.data() + m_end;
    char const* at = first;
    std::int64_t line = m_line;
    for (;;) {
        if (at != end && *at == m_dialect.quote) {
            if (parse_quoted(at, line) == Outcome::need_more) {
                return Outcome::need_more;
            }
        } else {
            char const* const field = at;
            while (!m_stops[static_cast<unsigned char>(*at)]) {
                ++at;
            }
            if (at == end && !m_at_end) {
                return Outcome::need_more;
            }
            if (at != end && (*at == m_dialect.quote || *at == '\0')) {
                fail_at(*at, line);
            }
            add_field(field, at);
        }
        if (at != end && *at == m_dialect.delimiter) {
            ++at;
            continue;
        }
        char const* const last = at;
        if (end_of_row(at) == Outcome::need_more) {
            return Outcome::need_more;
        }
        finish_row(row, first, last, line);
        m_begin = static_cast<std::size_t>(at - m_buffer.data());
        return Outcome::row;
    }
}

/// `at` stands on the opening quote; afterwards behind the closing one.
Outcome Reader::Impl::parse_quoted(char const*& at, std::int64_t& line)
{
    char const* const end = m_buffer.data() + m_end;
    std::int64_t const opened_on = line;
    char const* piece = ++at;
    std::size_t const scratch_begin = m_scratch.size();
    bool has_doubled = false;
    for (;;) {
        while (at != end && *at != m_dialect.quote && *at != '\n' && *at != '\r' && *at != '\0') {
            ++at;
        }
        if (at == end || at + 1 == end) {
            if (!m_at_end) {
                return Outcome::need_more;
            }
            if (at == end) {
                fail(opened_on, "a quote is never closed", "the field that begins on this line needs a closing quote");
            }
        }
        if (*at == '\0') {
            fail_at('\0', line);
        }
        if (*at != m_dialect.quote) {
            bool const ends_line = *at == '\n' || at + 1 == end || at[1] != '\n';
            line += ends_line ? 1 : 0;
            ++at;
            continue;
        }
        if (at + 1 == end || at[1] != m_dialect.quote) {
            break;
        }
        m_scratch.append(piece, at + 1);
        has_doubled = true;
        at += 2;
        piece = at;
    }
    add_field(piece, at);
    if (has_doubled) {
        m_scratch.append(piece, at);
        m_unescaped.push_back({m_fields.size() - 1, scratch_begin, m_scratch.size() - scratch_begin});
    }
    ++at;
    if (at != end && *at != m_dialect.delimiter && *at != '\n' && *at != '\r') {
        fail(line, "text follows the closing quote of a field", "quotes inside a quoted field are doubled");
    }
    return Outcome::row;
}

/// `at` stands on a line end or at the end of the file; afterwards on the next row.
Outcome Reader::Impl::end_of_row(char const*& at)
{
    char const* const end = m_buffer.data() + m_end;
    if (at == end) {
        return m_at_end ? Outcome::row : Outcome::need_more;
    }
    if (*at == '\r') {
        if (at + 1 == end && !m_at_end) {
            return Outcome::need_more;
        }
        at += at + 1 != end && at[1] == '\n' ? 2 : 1;
        return Outcome::row;
    }
    ++at;
    return Outcome::row;
}

void Reader::Impl::finish_row(Row& row, char const* first, char const* last, std::int64_t last_line)
{
    std::string_view const raw(first, static_cast<std::size_t>(last - first));
    if (raw.size() > max_row_bytes) {
        fail(m_line, "the row is longer than 1 MiB", "a quote may be missing its partner on this line");
    }
    if (!is_ascii(raw) && base::find_invalid_utf8(raw)) {
        fail(m_line, "the row is not valid UTF-8", "convert the file: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW");
    }
    for (Unescaped const& field : m_unescaped) {
        m_fields[field.field] = std::string_view(m_scratch).substr(field.offset, field.length);
    }
    if (raw.empty()) {
        m_fields.clear();
    }
    row = Row{m_line, last_line, m_fields, raw};
    m_line = last_line + 1;
}

Reader::Reader(Source source, Dialect dialect) : m_impl(std::make_unique<Impl>(std::move(source), dialect)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

std::string const& Reader::name() const
{
    return m_impl->source.name();
}

bool Reader::next(Row& row)
{
    return m_impl->next(row);
}

} // namespace pf::csv
