#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pf::csv {

/// A file (or standard input) as blocks of bytes.
class Source {
public:
    using Observer = std::function<void(std::string_view)>;
    /// \throws pf::Error  no_input, when it does not exist, is a directory, or may not be read
    [[nodiscard]] static Source open_file(std::string const& path);

    /// An open descriptor that stays the caller's; `name` is what messages call it.
    /// \param observer  told of all bytes as they are read, once and in order; may be empty
    [[nodiscard]] static Source from_descriptor(int descriptor, std::string name, Observer observer = {});

    /// Text that is already in memory (and outlives the source).
    [[nodiscard]] static Source from_text(std::string_view text, std::string name);

    Source(Source&&) noexcept;
    Source& operator=(Source&&) noexcept;
    ~Source();

    [[nodiscard]] std::string const& name() const;

    /// The first bytes of what `read` will give, up to `bytes` of them; they are still read afterwards. The view is
    /// valid until the next call. \throws pf::Error  io_error
    [[nodiscard]] std::string_view peek(std::size_t bytes);

    /// Fill the front of `buffer`; 0 at the end.
    /// \throws pf::Error  io_error
    [[nodiscard]] std::size_t read(std::span<char> buffer);

private:
    struct Impl;
    explicit Source(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// How the file writes rows (RFC 4180 with another delimiter, where the format names one).
struct Dialect {
    char delimiter = ',';
    char quote = '"';

    friend bool operator==(Dialect const&, Dialect const&) = default;
};

/// One row; the views are valid until the next call of `Reader::next`.
struct Row {
    std::int64_t line = 0;      ///< of its first character, from 1
    std::int64_t last_line = 0; ///< greater than `line` when a quoted field holds line breaks
    std::span<std::string_view const> fields;
    std::string_view raw; ///< the row's own bytes, without its line end
};

/// Rows one by one, in memory that does not grow with the file. Takes LF, CRLF and lone CR, a UTF-8 byte order mark;
/// empty lines are skipped.
class Reader {
public:
    static constexpr std::size_t max_row_bytes = 1 << 20;
    static constexpr std::size_t max_fields = 1000;

    Reader(Source source, Dialect dialect);
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    [[nodiscard]] std::string const& name() const;

    /// \return  false at the end of the file
    /// \throws pf::Error  bad_data with `file:line`: a quote that is never closed or stands inside an unquoted field,
    /// NUL
    ///                    bytes, invalid UTF-8, a row over `max_row_bytes` or `max_fields`
    [[nodiscard]] bool next(Row& row);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pf::csv
